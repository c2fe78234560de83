import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Outbox from "@myclothes/core/events";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { deleteItem, putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { buy } from "../../support/checkout.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";

// The sweep takes other tests' events too, and they would meet the broken ones of these.
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startOwnEngines();
});
afterAll(() => stop());

/** An order whose request died before it took the lines out of the cart: the cart is again what it was. */
async function halfDone() {
  const { sku } = await product({ price: 100, stock: 1000 });
  const cartId = newId("cart", new Date());
  const { order } = await buy({ lines: { [sku]: 2 }, price: 100, cartId });
  const cart = await cartOf(cartId);
  const lots = [
    { version: 1, quantity: 2 },
    { version: cart.version + 1, quantity: 3 },
  ];
  const lines = [{ sku, quantity: 5, addedPrice: 100, lots }];
  await Table.replace(
    context(),
    { ...cart, version: cart.version + 1, orderedVersion: 0, lines },
    cart.version,
  );
  return { order, cartId };
}

async function cartOf(id: string): Promise<Cart.Cart> {
  const cart = await Table.read(context(), Cart.empty(id, false));
  if (!cart) throw new Error("The cart is gone.");
  return cart;
}
const quantities = async (id: string) => (await cartOf(id)).lines.map(({ quantity }) => quantity);
const events = (orderId: string) => run("select id from outbox where subject = :orderId", { orderId });
const patient = () => context({ timeoutMs: 60_000 });

it("takes out of a cart what was ordered by a request that died, once", async () => {
  const { order, cartId } = await halfDone();
  expect(await events(order.id)).toHaveLength(1);
  await Outbox.sweep(patient(), 0);
  expect([await quantities(cartId), await events(order.id)]).toEqual([[3], []]);
  await Outbox.sweep(patient(), 0);
  expect(await quantities(cartId)).toEqual([3]);
});

it("and once, though it is done twice at once, or its answer is lost", async () => {
  const { order, cartId } = await halfDone();
  await Promise.all([Outbox.sweep(patient(), 0), Outbox.sweep(patient(), 0)]);
  const sql = "insert into outbox (event, subject) values ('order.placed', :orderId)";
  await run(sql, { orderId: order.id });
  await Outbox.sweep(patient(), 0);
  expect([await quantities(cartId), await events(order.id)]).toEqual([[3], []]);
});

it("leaves what is younger than any request to that request", async () => {
  const { order, cartId } = await halfDone();
  await Outbox.sweep(patient());
  expect([await quantities(cartId), (await events(order.id)).length]).toEqual([[5], 1]);
});

it("one event that fails stays, and keeps no other from being dealt with", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const [bad, good] = [await halfDone(), await halfDone()];
  // An item that no version of the shop has written.
  const broken = { table: "Carts", item: { id: bad.cartId, version: "?" } } as const;
  await putItem(context(), broken, { expression: "attribute_exists(id)" });
  const { failed } = await Outbox.sweep(patient(), 0);
  expect([failed, await events(good.order.id), (await events(bad.order.id)).length]).toEqual([1, [], 1]);
  expect(await quantities(good.cartId)).toEqual([3]);
  expect(JSON.stringify(logged.mock.calls)).toContain(bad.order.id);
  logged.mockRestore();
  await run("delete from outbox where subject = :id", { id: bad.order.id });
});

it("nor does one that only another version of the shop knows", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const { order, cartId } = await halfDone();
  await run("insert into outbox (event, subject) values ('order.sent', 'another')");
  expect((await Outbox.sweep(patient(), 0)).failed).toBeGreaterThan(0);
  expect([await quantities(cartId), await events(order.id), await events("another")]).toEqual([
    [3],
    [],
    [[expect.anything()]],
  ]);
  await run("delete from outbox where subject = 'another'");
  error.mockRestore();
});

it("goes on until the last event, be there more than one call brings", async () => {
  const orderId = (await halfDone()).order.id;
  await run(
    "insert into outbox (event, subject) select 'order.canceled', :orderId from generate_series(1, 250)",
    {
      orderId,
    },
  );
  expect((await Outbox.sweep(patient(), 0)).done).toBeGreaterThanOrEqual(251);
  expect(await events(orderId)).toEqual([]);
});

it("a cart that is gone stays gone", async () => {
  const { cartId, order } = await halfDone();
  await deleteItem(context(), Cart.key(cartId), { expression: "attribute_exists(id)" });
  await Outbox.sweep(patient(), 0);
  expect([await Table.read(context(), Cart.empty(cartId, false)), await events(order.id)]).toEqual([
    undefined,
    [],
  ]);
});
