import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { deleteItem, putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { buy } from "../../support/checkout.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";

// Own engines: a sweep also delivers the events of other tests, and some events here are broken.
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startOwnEngines();
});
afterAll(() => stop());

/** An order whose request died before it removed the ordered units from the cart. */
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
const events = (orderId: string) =>
  run("select id from event where subject = :orderId and handled_at is null", { orderId });
const patient = () => context({ timeoutMs: 60_000 });

it("removes ordered units from the cart after their request died, once", async () => {
  const { order, cartId } = await halfDone();
  expect(await events(order.id)).toHaveLength(1);
  await Events.deliver(patient(), handlers, 0);
  expect([await quantities(cartId), await events(order.id)]).toEqual([[3], []]);
  await Events.deliver(patient(), handlers, 0);
  expect(await quantities(cartId)).toEqual([3]);
});

it("removes them once even if two sweeps run at once, or an event is delivered again", async () => {
  const { order, cartId } = await halfDone();
  await Promise.all([Events.deliver(patient(), handlers, 0), Events.deliver(patient(), handlers, 0)]);
  const sql = "insert into event (name, subject) values ('order.placed', :orderId)";
  await run(sql, { orderId: order.id });
  await Events.deliver(patient(), handlers, 0);
  expect([await quantities(cartId), await events(order.id)]).toEqual([[3], []]);
});

it("leaves events that are younger than the longest request", async () => {
  const { order, cartId } = await halfDone();
  await Events.deliver(patient(), handlers);
  expect([await quantities(cartId), (await events(order.id)).length]).toEqual([[5], 1]);
});

it("keeps an event that fails, and handles the others", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const [bad, good] = [await halfDone(), await halfDone()];
  // An item that no version of the shop has written.
  const broken = { table: "Carts", item: { id: bad.cartId, version: "?" } } as const;
  await putItem(context(), broken, { expression: "attribute_exists(id)" });
  const { failed } = await Events.deliver(patient(), handlers, 0);
  expect([failed, await events(good.order.id), (await events(bad.order.id)).length]).toEqual([1, [], 1]);
  expect(await quantities(good.cartId)).toEqual([3]);
  expect(JSON.stringify(logged.mock.calls)).toContain(bad.order.id);
  logged.mockRestore();
  await run("delete from event where subject = :id", { id: bad.order.id });
});

it("keeps an event without a handler, and handles the others", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const { order, cartId } = await halfDone();
  await run("insert into event (name, subject) values ('order.sent', 'another')");
  expect((await Events.deliver(patient(), handlers, 0)).failed).toBeGreaterThan(0);
  expect([await quantities(cartId), await events(order.id), await events("another")]).toEqual([
    [3],
    [],
    [[expect.anything()]],
  ]);
  await run("delete from event where subject = 'another'");
  error.mockRestore();
});

it("handles more events than one batch", async () => {
  const orderId = (await halfDone()).order.id;
  await run(
    "insert into event (name, subject) select 'order.canceled', :orderId from generate_series(1, 250)",
    {
      orderId,
    },
  );
  expect((await Events.deliver(patient(), handlers, 0)).done).toBeGreaterThanOrEqual(251);
  expect(await events(orderId)).toEqual([]);
});

it("does not create a cart that no longer exists", async () => {
  const { cartId, order } = await halfDone();
  await deleteItem(context(), Cart.key(cartId), { expression: "attribute_exists(id)" });
  await Events.deliver(patient(), handlers, 0);
  expect([await Table.read(context(), Cart.empty(cartId, false)), await events(order.id)]).toEqual([
    undefined,
    [],
  ]);
});
