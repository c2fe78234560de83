import { beforeEach, describe, expect, it } from "vitest";
import { address, keyed, orderOf, STANDARD, usd } from "../../../support/bodies.ts";
import { fillCart } from "../../../support/cart.ts";
import { type Client, client, tokenOf } from "../../../support/client.ts";
import { product, run, setPrice, setStock } from "../../../support/products.ts";
import { account, add } from "../../support/customer.ts";

let shopper: Client;
beforeEach(() => {
  shopper = client();
});

const body = { shippingAddress: address, shippingOption: "standard" };
const quote = (more: object = {}, by = shopper) =>
  by.send("POST", "/v1/cart/quote", { body: { ...body, ...more } });
const order = (expectedTotal: object, by = shopper) =>
  by.send("POST", "/v1/orders", { body: { ...orderOf(0), expectedTotal }, headers: keyed() });
const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

describe("a quote", () => {
  it.each([null, ""])("uses the cart's address if its own is %j", async (shippingAddress) => {
    const { sku } = await product({ price: 1000 });
    await add(shopper, sku);
    expect((await quote({ shippingAddress })).body.errors).toEqual([
      expect.objectContaining({ pointer: "#/shippingAddress" }),
    ]);
    await shopper.send("PATCH", "/v1/cart", { body: { shippingAddress: address } });
    expect((await quote({ shippingAddress })).status).toBe(200);
  });

  it("is the total of an order, with its parts and the cart's lines", async () => {
    const { skus } = await product({ price: 1999, variants: [{}, { price: 1 }] });
    const [one = "", two = ""] = skus;
    await add(shopper, one, 3);
    const { body: cart } = await add(shopper, two);
    const answer = await quote();
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(answer.body).toEqual({
      subtotal: usd(5998),
      discount: usd(0),
      shipping: usd(STANDARD),
      tax: usd(0),
      total: usd(5998 + STANDARD),
      shippingOption: { id: "standard", title: "Standard, 3 to 5 working days" },
      lines: cart.lines,
      warnings: [],
    });
    const placed = await order(answer.body.total);
    expect([placed.status, placed.body.total]).toEqual([201, answer.body.total]);
  });

  it("changes nothing", async () => {
    const { sku } = await product({ price: 100 });
    await add(shopper, sku);
    const before = (await shopper.send("GET", "/v1/cart")).body;
    await quote();
    await quote({ shippingOption: "express", discountCodes: ["A"] });
    expect((await shopper.send("GET", "/v1/cart")).body).toEqual(before);
  });

  it("has the prices of this moment, before any cache has them", async () => {
    const { sku } = await product({ price: 1000, stock: 5 });
    await add(shopper, sku, 2);
    await setPrice(sku, 1500);
    await setStock(sku, 1);
    const { body: shown } = await quote();
    expect(shown.total).toEqual(usd(3000 + STANDARD));
    expect(codes(shown)).toEqual(["stock.insufficient", "price.changed"]);
    expect(shown.lines[0]).toMatchObject({ unitPrice: usd(1500), unitPriceWhenAdded: usd(1000) });
    await setStock(sku, 2);
    expect((await order(shown.total)).status).toBe(201);
  });

  it("is refused by the order if a price changes in between, with the total of the next quote", async () => {
    const { sku } = await product({ price: 1000 });
    await add(shopper, sku);
    const { body: first } = await quote();
    await setPrice(sku, 999);
    const refused = await order(first.total);
    expect([refused.status, refused.body.code]).toEqual([409, "checkout.price_changed"]);
    expect((await quote()).body.total).toEqual(refused.body.total);
  });

  it("leaves out what is no longer sold, and is refused if nothing else is in the cart", async () => {
    const { skus } = await product({ price: 1000, variants: [{}, {}] });
    const [gone = "", kept = ""] = skus;
    await add(shopper, gone, 2);
    await run("delete from variant where sku = :sku", { sku: gone });
    const empty = await quote();
    expect([empty.status, empty.body.code, empty.body.skus]).toEqual([
      409,
      "checkout.item_unavailable",
      [gone],
    ]);
    expect(empty.body.detail).not.toContain("ordered");
    await add(shopper, kept);
    const { body: shown } = await quote();
    expect([shown.total, codes(shown)]).toEqual([usd(1000 + STANDARD), ["catalog.unknown_sku"]]);
    expect(shown.lines.map(({ available }: { available: boolean }) => available)).toEqual([false, true]);
    expect((await order(shown.total)).body.code).toBe("checkout.item_unavailable");
  });

  it("uses the cart's address and codes, unless the request names others", async () => {
    const { sku } = await product({ price: 100 });
    await add(shopper, sku);
    const missing = await quote({ shippingAddress: undefined });
    expect([missing.status, missing.body.errors[0].pointer]).toEqual([422, "#/shippingAddress"]);
    await shopper.send("PATCH", "/v1/cart", { body: { shippingAddress: address, discountCodes: ["A"] } });
    const { status, body: shown } = await quote({ shippingAddress: undefined });
    expect([status, codes(shown), shown.discount]).toEqual([200, ["discount.unknown"], usd(0)]);
    expect(codes((await quote({ discountCodes: ["B", "C"] })).body)).toHaveLength(2);
  });

  it("takes a customer's saved address, and nobody else's", async () => {
    const { sku } = await product({ price: 100 });
    const [{ shopper: ada }, { shopper: grace }] = [await account(), await account()];
    const saved = await ada.send("POST", "/v1/customers/me/addresses", { body: address });
    const more = { shippingAddress: undefined, shippingAddressId: saved.body.id };
    for (const by of [ada, grace, shopper]) await add(by, sku);
    expect((await quote(more, ada)).body.total).toEqual(usd(100 + STANDARD));
    for (const by of [grace, shopper]) {
      const { status, body: problem } = await quote(more, by);
      expect([status, problem.errors[0].pointer]).toEqual([422, "#/shippingAddressId"]);
    }
    expect((await quote({ ...more, shippingAddress: address }, ada)).status).toBe(422);
  });

  it("is refused for an empty cart, an unknown option, and a session that has ended", async () => {
    expect([(await quote()).status, (await quote()).body.code]).toEqual([422, "cart.empty"]);
    const { sku } = await product({ price: 100 });
    await add(shopper, sku);
    const unknown = await quote({ shippingOption: "pigeon" });
    expect([unknown.status, unknown.body.code]).toEqual([422, "shipping.unknown_option"]);
    const ended = client();
    ended.jar.cookie = `__Host-session=${tokenOf(shopper).replace(/^./, (first) => (first === "A" ? "B" : "A"))}`;
    expect((await quote({}, ended)).body.code).toBe("session.expired");
  });

  it("needs a postal code only where there are some", async () => {
    const { sku } = await product({ price: 100 });
    await add(shopper, sku);
    const to = (country: string) =>
      quote({ shippingAddress: { ...address, postalCode: undefined, country } });
    expect((await to("AE")).status).toBe(200);
    expect((await to("DE")).body.errors[0].pointer).toBe("#/shippingAddress/postalCode");
  });

  it("is exact for the fullest cart", async () => {
    const { skus } = await product({ price: 33, stock: 10, variants: Array(100).fill({}) });
    await add(shopper, skus[0] ?? "");
    await fillCart(shopper, skus, 32);
    const { body: shown } = await quote();
    expect([shown.lines.length, shown.total]).toEqual([100, usd(3300 + STANDARD)]);
    expect((await order(shown.total)).status).toBe(201);
  });
});
