import * as Cart from "@myclothes/core/cart";
import { type Context, context } from "@myclothes/core/context";
import * as Order from "@myclothes/core/order";
import * as Session from "@myclothes/core/session";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as CartTable from "../../../packages/core/src/cart/cart.table.ts";
import * as Checkout from "../../../packages/core/src/order/order.checkout.sql.ts";
import { orderOf, STANDARD } from "../../support/bodies.ts";
import { type Fault, proxy } from "../../support/fault-proxy.ts";
import { lineOf } from "../../support/lines.ts";
import { type CreatedProduct, product, run, setPrice, setStock, variant } from "../../support/products.ts";

let fate: (operation: string) => Fault = () => "pass";
let between: Awaited<ReturnType<typeof proxy>>;
let garment: CreatedProduct;
let ctx: Context;
let keys = 0;

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_RDS_DATA ?? "", ({ operation }) => fate(operation));
  process.env.AWS_ENDPOINT_URL_RDS_DATA = between.url;
});
afterAll(() => between.close());
beforeEach(async () => {
  fate = () => "pass";
  garment = await product({ price: 2500, stock: 5, variants: [{}, {}] });
  ctx = context();
});

const write = (key = `order-key-${keys++}`, fingerprint = key): Cart.Write => ({
  key,
  fingerprint,
  hasClientKey: true,
});

/** A guest with `quantity` of each of the garment's variants in the cart. */
async function guest(quantity = 1, skus = garment.skus): Promise<Session.Shopper> {
  const stranger = await Session.resume(ctx, undefined);
  let cart = stranger.cart;
  for (const sku of skus) cart = await Cart.addItem(ctx, cart, { sku, quantity }, write());
  return Session.createForGuest(ctx, { ...stranger, cart });
}

const place = (shopper: Session.Shopper, subtotal: number, key = write()) =>
  Order.place(context(), shopper, orderOf(subtotal), key);

const orders = async (shopper: Session.Shopper) =>
  (await run("select number from orders where cart_id = :id", { id: shopper.cart.id })).length;

const linesLeft = async (shopper: Session.Shopper) =>
  (await CartTable.read(context(), shopper.cart))?.lines.length;

/** The first call to the database gets `what`. The others pass. */
const first = (what: Fault) => {
  let met = false;
  fate = () => {
    if (met) return "pass";
    met = true;
    return what;
  };
};

describe("an order", () => {
  it("makes one call to each store, takes the stock and empties the cart", async () => {
    const shopper = await guest(2);
    const mine = context();
    const { order } = await Order.place(mine, shopper, orderOf(10_000), write());
    expect(mine.calls.map(({ name }) => name)).toEqual(["data-api.ExecuteStatement", "dynamodb.PutItem"]);
    expect(order).toMatchObject({ status: "open", paymentStatus: "pending", total: { amount: 10_599 } });
    expect(order.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual(
      garment.skus.map((sku) => [sku, 2]),
    );
    expect(await variant(garment.sku)).toMatchObject({ stock: 3 });
    expect(await linesLeft(shopper)).toBe(0);
  });

  it("is stored with its event", async () => {
    const shopper = await guest();
    const { order } = await place(shopper, 5000);
    expect(await run("select name from event where subject = :id", { id: order.id })).toEqual([
      ["order.placed"],
    ]);
  });

  it("takes all lines or none", async () => {
    const shopper = await guest(2);
    await setStock(garment.skus[1] ?? "", 1);
    await expect(place(shopper, 10_000)).rejects.toMatchObject({
      code: "stock.insufficient",
      extra: { skus: [garment.skus[1]] },
    });
    expect(await variant(garment.sku)).toMatchObject({ stock: 5 });
    expect([await orders(shopper), await linesLeft(shopper)]).toEqual([0, 2]);
  });

  it("that violates another check than the stock's is a fault, and takes no stock", async () => {
    const shopper = await guest();
    const lines = shopper.cart.lines.map((line) => ({ ...line, quantity: 0 }));
    const violation = { name: "SqlError", state: "23514", constraint: "order_line_quantity_check" };
    await expect(place({ ...shopper, cart: { ...shopper.cart, lines } }, 0)).rejects.toMatchObject(violation);
    expect([await orders(shopper), (await variant(garment.sku)).stock]).toEqual([0, 5]);
  });

  it("is refused with the SKU of a variant that no longer exists", async () => {
    const shopper = await guest(1, [garment.sku]);
    await run("delete from variant where sku = :sku", { sku: garment.sku });
    await expect(place(shopper, 2500)).rejects.toMatchObject({
      code: "checkout.item_unavailable",
      extra: { skus: [garment.sku] },
    });
  });

  it("is opened only by its session and its token, and is stored without the token", async () => {
    const shopper = await guest();
    const { order } = await place(shopper, 5000);
    const stranger = await guest();
    const read = (by: Session.Shopper, token?: string) => Order.read(ctx, order.id, { shopper: by, token });
    expect(await read(stranger, order.token)).toMatchObject({ number: order.number });
    expect(await read(shopper)).toMatchObject({ number: order.number });
    // The session's secret is not enough. The session must be alive.
    for (const by of [stranger, { ...shopper, session: undefined }])
      for (const token of [undefined, "", "x", `${order.token}x`, order.id]) {
        await expect(read(by, token)).rejects.toMatchObject({ code: "order.unknown" });
      }
    const [row] = await run("select to_jsonb(o)::text from orders o where id = :id", { id: order.id });
    expect(String(row)).not.toContain(order.token);
  });
});

describe("prices", () => {
  it("that changed after adding are refused with the new total, and accepted with that total", async () => {
    const shopper = await guest();
    await setPrice(garment.sku, 1999);
    await expect(place(shopper, 5000)).rejects.toMatchObject({
      code: "checkout.price_changed",
      extra: { total: { amount: 1999 + 2500 + STANDARD } },
    });
    expect(await orders(shopper)).toBe(0);
    const { order } = await place(shopper, 1999 + 2500);
    expect(order.lines[0]?.unitPrice.amount).toBe(1999);
  });

  it("that changed while the total stayed the same are sold at the new prices", async () => {
    const shopper = await guest();
    await setPrice(garment.sku, 2400);
    await setPrice(garment.skus[1] ?? "", 2600);
    const { order } = await place(shopper, 5000);
    expect(order.lines.map(({ unitPrice }) => unitPrice.amount)).toEqual([2400, 2600]);
  });
});

describe("the same key", () => {
  it("returns the same order, even if stock, prices and cart have changed", async () => {
    const shopper = await guest(5);
    const key = write();
    const { order } = await place(shopper, 25_000, key);
    await setPrice(garment.sku, 1);
    await run("update orders set status = 'canceled', payment_status = 'failed' where id = :id", {
      id: order.id,
    });
    expect(await place(shopper, 25_000, key)).toEqual({ order, replayed: true });
    const token = Session.tokenOf(shopper);
    expect(await place(await Session.resume(ctx, token), 25_000, key)).toEqual({ order, replayed: true });
    expect([await orders(shopper), (await variant(garment.sku)).stock]).toEqual([1, 0]);
  });

  it("is refused with another request", async () => {
    const shopper = await guest();
    await place(shopper, 5000, write("same", "this"));
    await expect(place(shopper, 5000, write("same", "that"))).rejects.toMatchObject({
      code: "idempotency.key_reused",
    });
  });

  it("30 times at once makes one order", async () => {
    const shopper = await guest();
    const key = write();
    const answers = await Promise.all(Array.from({ length: 30 }, () => place(shopper, 5000, key)));
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await variant(garment.sku)).toMatchObject({ stock: 4 });
  });
});

describe("another key for the same cart", () => {
  it("is refused with the order's ID, and removes the units that a dead process left", async () => {
    const shopper = await guest();
    const { order } = await place(shopper, 5000);
    // As if the process that placed it had died before it emptied the cart.
    await CartTable.replace(ctx, shopper.cart, shopper.cart.version + 1);
    await expect(place(shopper, 5000)).rejects.toMatchObject({
      code: "cart.already_ordered",
      extra: { orderId: order.id },
    });
    expect([await orders(shopper), await linesLeft(shopper)]).toEqual([1, 0]);
  });
});

describe("another key, at the same moment", () => {
  it("is refused as already ordered, not as out of stock", async () => {
    const shopper = await guest(3);
    await setPrice(garment.sku, 2600);
    const current = vi.spyOn(Checkout, "current").mockImplementationOnce(async (...args) => {
      current.mockRestore();
      await place(shopper, 15_300);
      return Checkout.current(...args);
    });
    await expect(place(shopper, 15_000)).rejects.toMatchObject({ code: "cart.already_ordered" });
    expect(await orders(shopper)).toBe(1);
  });
});

describe("an item added while an order is placed", () => {
  it("stays in the cart, and no ordered unit is sold again", async () => {
    const other = await product({ price: 1000 });
    for (let round = 0; round < 20; round++) {
      await setStock(garment.sku, 5);
      const shopper = await guest(1, [garment.sku]);
      const [{ order }] = await Promise.all([
        place(shopper, 2500),
        Cart.addItem(context(), shopper.cart, { sku: other.sku, quantity: 1 }, write()),
      ]);
      expect(order.lines.map(({ sku }) => sku)).toEqual([garment.sku]);
      const { cart } = await Session.resume(context(), Session.tokenOf(shopper));
      expect(cart.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([[other.sku, 1]]);
      await place({ ...shopper, cart }, 1000);
      expect([await orders(shopper), (await variant(garment.sku)).stock]).toEqual([2, 4]);
    }
  });

  it("stays in the cart, and units that a dead process left are not sold again", async () => {
    const shopper = await guest(1, [garment.sku]);
    const { order } = await place(shopper, 2500);
    // As if the process had died, and the shopper had added another item.
    const full = { ...shopper.cart, version: shopper.cart.version + 2 };
    const lines = [...full.lines, lineOf(garment.skus[1] ?? "", 1, 2500, full.version)];
    await CartTable.replace(ctx, { ...full, lines }, shopper.cart.version + 1);
    const { cart } = await Session.resume(context(), Session.tokenOf(shopper));
    await expect(place({ ...shopper, cart }, 5000)).rejects.toMatchObject({
      code: "cart.already_ordered",
      extra: { orderId: order.id },
    });
    const after = await Session.resume(context(), Session.tokenOf(shopper));
    expect(after.cart.lines.map(({ sku }) => sku)).toEqual([garment.skus[1]]);
    await place(after, 2500);
    expect([await orders(shopper), (await variant(garment.sku)).stock]).toEqual([2, 4]);
  });
});

describe("an answer that is lost", () => {
  it.each(["reset before", "reset after"] as const)(
    "%s: makes one order and returns success",
    async (what) => {
      const shopper = await guest();
      first(what);
      const { order, replayed } = await place(shopper, 5000);
      expect([await orders(shopper), replayed]).toEqual([1, false]);
      expect(order.token).toBeDefined();
      expect([(await variant(garment.sku)).stock, await linesLeft(shopper)]).toEqual([4, 0]);
    },
  );

  it("at each of the client's attempts still returns success: the order is found by its key", async () => {
    const shopper = await guest();
    let calls = 0;
    fate = () => (calls++ < 3 ? "reset after" : "pass");
    const { order, replayed } = await place(shopper, 5000);
    expect([calls, replayed]).toEqual([4, false]);
    expect(await orders(shopper)).toBe(1);
    expect(order.token).toBeDefined();
    expect([(await variant(garment.sku)).stock, await linesLeft(shopper)]).toEqual([4, 0]);
  });

  it("until the deadline is refused with 503, and the same key later returns the one order", async () => {
    const shopper = await guest();
    const key = write();
    fate = () => "reset after";
    await expect(place(shopper, 5000, key)).rejects.toMatchObject({ code: "service.unavailable" });
    fate = () => "pass";
    const { order, replayed } = await place(shopper, 5000, key);
    expect([await orders(shopper), replayed]).toEqual([1, true]);
    expect(order.token).toBeDefined();
    expect([(await variant(garment.sku)).stock, await linesLeft(shopper)]).toEqual([4, 0]);
  });

  it("changes nothing if no request reaches the database", async () => {
    const shopper = await guest();
    fate = () => "reset before";
    await expect(place(shopper, 5000)).rejects.toMatchObject({ code: "service.unavailable" });
    fate = () => "pass";
    expect([await orders(shopper), (await variant(garment.sku)).stock, await linesLeft(shopper)]).toEqual([
      0, 5, 2,
    ]);
  });
});

describe("an empty cart", () => {
  it("is refused with and without a session", async () => {
    const stranger = await Session.resume(ctx, undefined);
    await expect(place(stranger, 0)).rejects.toMatchObject({ code: "cart.empty" });
    await expect(place(await Session.createForGuest(ctx, stranger), 0)).rejects.toMatchObject({
      code: "cart.empty",
    });
  });
});
