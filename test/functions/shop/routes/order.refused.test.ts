import { describe, expect, it } from "vitest";
import { keyed, orderOf, STANDARD, usd } from "../../../support/bodies.ts";
import { product, run, setPrice, setStock, variant } from "../../../support/products.ts";
import { cart, fill, order, shopper } from "../../support/orders.ts";

describe("an order is refused, and takes no stock,", () => {
  it("when the cart is empty or there is no session", async () => {
    const { sku } = await product();
    for (const prepare of [async () => {}, () => fill([sku, 1])]) {
      await prepare();
      if (shopper.jar.cookie) await shopper.send("DELETE", "/v1/cart");
      const { status, body, headers } = await order(orderOf(0));
      expect([status, body.code, headers.getSetCookie()]).toEqual([422, "cart.empty", []]);
    }
  });

  it("when the total is not the expected one, with the right total", async () => {
    const { sku } = await product({ price: 1000, stock: 9 });
    await fill([sku, 2]);
    for (const off of [-1, 1, -2000, -2599, 1_000_000]) {
      const { status, body } = await order(orderOf(2000 + off));
      expect([status, body.code, body.total]).toEqual([409, "checkout.price_changed", usd(2000 + STANDARD)]);
    }
    expect([(await variant(sku)).stock, (await cart()).itemCount]).toEqual([9, 2]);
  });

  it("when a price has changed, until the shopper agrees to the new one", async () => {
    const { skus } = await product({ price: 1000, stock: 9, variants: [{}, {}] });
    const [moved = "", same = ""] = skus;
    await fill([moved, 2], [same, 1]);
    await setPrice(moved, 1100);
    const headers = keyed();
    const refused = await order(orderOf(3000), headers);
    expect([refused.status, refused.body.code]).toEqual([409, "checkout.price_changed"]);
    expect(refused.body.total).toEqual(usd(3200 + STANDARD));
    expect((await variant(moved)).stock).toBe(9);
    const { status, body } = await order(orderOf(3200), headers);
    expect([status, body.total]).toEqual([201, usd(3200 + STANDARD)]);
    expect(body.lines[0]).toMatchObject({ unitPrice: usd(1100), lineTotal: usd(2200) });
    expect([(await variant(moved)).stock, (await variant(same)).stock]).toEqual([7, 8]);
  });

  it("but not when prices have changed and the total has not: the order has the new prices", async () => {
    const { skus } = await product({ price: 1000, variants: [{}, {}] });
    const [up = "", down = ""] = skus;
    await fill([up, 1], [down, 1]);
    await setPrice(up, 1100);
    await setPrice(down, 900);
    const { status, body } = await order(orderOf(2000));
    expect(status).toBe(201);
    expect(body.lines.map(({ unitPrice }: { unitPrice: object }) => unitPrice)).toEqual([
      usd(1100),
      usd(900),
    ]);
  });

  it("when there is too little in stock, with all affected SKUs", async () => {
    const { skus } = await product({ price: 100, stock: 3, variants: [{}, {}, {}] });
    const [short = "", enough = "", none = ""] = skus;
    await fill([short, 4], [enough, 3], [none, 1]);
    await setStock(none, 0);
    const { status, body } = await order(orderOf(800));
    expect([status, body.code, body.skus]).toEqual([409, "stock.insufficient", [short, none]]);
    const left = await Promise.all(skus.map(variant));
    expect(left.map(({ stock }) => stock)).toEqual([3, 3, 0]);
    expect((await cart()).itemCount).toBe(8);
    await setStock(none, 1);
    await shopper.send("PUT", `/v1/cart/items/${short}`, { body: { quantity: 3 } });
    expect((await order(orderOf(700))).status).toBe(201);
  });

  it("when a SKU is no longer sold, with that SKU", async () => {
    const { skus } = await product({ price: 100, variants: [{}, {}] });
    const [gone = "", kept = ""] = skus;
    await fill([gone, 1], [kept, 1]);
    await run("delete from variant where sku = :sku", { sku: gone });
    const { status, body } = await order(orderOf(200));
    expect([status, body.code, body.skus]).toEqual([409, "checkout.item_unavailable", [gone]]);
    expect((await variant(kept)).stock).toBe(50);
  });
});

it.each(["a\u0000@example.com", "\ud800a@example.com", "a@b.\u0007de", "a b@example.com", "@"])(
  "when the e-mail is not valid: %j",
  async (email) => {
    const { status, body } = await order(orderOf(100, { email }));
    expect([status, body.errors[0].pointer]).toEqual([422, "#/email"]);
  },
);
