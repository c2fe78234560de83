import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Dead from "@myclothes/core/events/dead";
import { type Handler, handle } from "@myclothes/core/events/handle";
import * as Sweep from "@myclothes/core/events/sweep";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { deleteItem, putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { execute } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { deployer } from "../../support/admin.ts";
import { buy } from "../../support/checkout.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { eventsOf, takeMessages } from "../../support/worker.ts";

// Own engines: Sweep also sends the events of other tests, and some events here are broken.
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startOwnEngines();
});
afterAll(() => stop());
beforeEach(() => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  return () => error.mockRestore();
});

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
  const [id = ""] = await eventsOf(order.id);
  return { order, cartId, id };
}

async function cartOf(id: string): Promise<Cart.Cart> {
  const cart = await Table.read(context(), Cart.empty(id, false));
  if (!cart) throw new Error("The cart is gone.");
  return cart;
}
const quantities = async (id: string) => (await cartOf(id)).lines.map(({ quantity }) => quantity);
const isUnhandled = async (subject: string) => (await eventsOf(subject, { unhandled: true })).length > 0;
const patient = () => context({ timeoutMs: 600_000 });
type Handlers = Record<string, Record<string, Handler>>;
/** Delivers events. Returns the IDs of those that must be delivered again. */
const deliver = async (ids: string[], table: Handlers = handlers, receives = 1) => [
  ...(await handle(
    patient(),
    table,
    ids.map((id) => ({ id, receives })),
  )),
];
/** A new event with this name. Returns its ID and its subject. */
async function event(name: string) {
  const id = newId("event", new Date());
  const subject = newId("order", new Date());
  await run("insert into event (id, name, subject) values (:id, :name, :subject)", { id, name, subject });
  return { id, subject };
}
const failing: Handler = () => Promise.reject(new Error("on purpose", { cause: new Error("the cause") }));

it("removes ordered units from the cart after their request died, once", async () => {
  const { order, cartId, id } = await halfDone();
  expect(await deliver([id, id])).toEqual([]);
  expect([await quantities(cartId), await isUnhandled(order.id)]).toEqual([[3], false]);
  expect(await deliver([id])).toEqual([]);
  expect(await quantities(cartId)).toEqual([3]);
});

it("calls each handler once, however often and in parallel an event is delivered", async () => {
  const { id } = await event("order.shipped");
  let calls = 0;
  const slow: Handler = async () => {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const table = { "order.shipped": { slow } };
  const first = await Promise.all([deliver([id], table), deliver([id], table), deliver([id], table)]);
  // While one run handles the event, the others leave it to a later delivery.
  expect(first.flat().length).toBeLessThan(3);
  expect([await deliver([id], table), calls]).toEqual([[], 1]);
});

it("lets another run handle an event whose run has died, but not earlier", async () => {
  const { id } = await event("order.shipped");
  let calls = 0;
  const table = { "order.shipped": { count: async () => void calls++ } };
  const dies: Handler = () => new Promise(() => {});
  void deliver([id], { "order.shipped": { dies } });
  await vi.waitFor(async () =>
    expect(await run("select id from event where id = :id and leased_until > now()", { id })).toHaveLength(1),
  );
  expect([await deliver([id], table), calls]).toEqual([[id], 0]);
  await run("update event set leased_until = now() where id = :id", { id });
  expect([await deliver([id], table), calls]).toEqual([[], 1]);
});

it("calls the other handlers when one fails, and then only the failed one again", async () => {
  const { id, subject } = await event("order.shipped");
  const called: string[] = [];
  const note = async () => void called.push("note");
  expect(await deliver([id], { "order.shipped": { failing, note } })).toEqual([id]);
  expect(await isUnhandled(subject)).toBe(true);
  const mended = async () => void called.push("mended");
  expect(await deliver([id], { "order.shipped": { failing: mended, note } })).toEqual([]);
  expect([called, await isUnhandled(subject)]).toEqual([["note", "mended"], false]);
});

it("has one effect of a handler's statement that depends on the record, even if Worker dies after it", async () => {
  const { id, subject } = await event("order.shipped");
  await run("create table if not exists effect (subject text)");
  const insert: Handler = async (ctx, event) => {
    const statement = sql`with first as (${event.first}) insert into effect select ${event.subject} from first`;
    // The SDK repeats a statement whose answer was lost.
    for (let i = 0; i < 2; i++) await execute(ctx, statement);
    throw new Error("The answer was lost.");
  };
  await deliver([id], { "order.shipped": { insert } });
  expect(await deliver([id], { "order.shipped": { insert } })).toEqual([]);
  expect(await run("select subject from effect where subject = :subject", { subject })).toHaveLength(1);
});

it("keeps an event that fails with its error, and handles the others of the batch", async () => {
  const [bad, good] = [await halfDone(), await halfDone()];
  // An item that no version of the shop has written.
  const broken = { table: "Carts", item: { id: bad.cartId, version: "?" } } as const;
  await putItem(context(), broken, { expression: "attribute_exists(id)" });
  expect(await deliver([bad.id, good.id], handlers, 2)).toEqual([bad.id]);
  expect([await isUnhandled(good.order.id), await isUnhandled(bad.order.id)]).toEqual([false, true]);
  expect(await quantities(good.cartId)).toEqual([3]);
  expect(JSON.stringify(vi.mocked(console.error).mock.calls)).toContain(bad.order.id);
  const [row] = await run("select attempts, last_error from event where id = :id", { id: bad.id });
  expect(row).toEqual([2, expect.stringMatching(/\w/)]);
});

it("keeps an event without an entry in the table, and handles one whose entry is empty", async () => {
  const [unknown, empty] = [await event("order.sent"), await event("order.canceled")];
  expect(await deliver([unknown.id, empty.id])).toEqual([unknown.id]);
  expect([await isUnhandled(unknown.subject), await isUnhandled(empty.subject)]).toEqual([true, false]);
});

it("drops an event that was not recorded, without a line in the log", async () => {
  const info = vi.spyOn(console, "info").mockImplementation(() => {});
  expect(await deliver([newId("event", new Date())])).toEqual([]);
  expect(info).not.toHaveBeenCalled();
  info.mockRestore();
});

it("does not create a cart that no longer exists", async () => {
  const { cartId, id } = await halfDone();
  await deleteItem(context(), Cart.key(cartId), { expression: "attribute_exists(id)" });
  expect(await deliver([id])).toEqual([]);
  expect(await Table.read(context(), Cart.empty(cartId, false))).toBeUndefined();
});

it("sends each event again once that was not confirmed, but none that is young, handled, failed or in progress", async () => {
  await run("update event set handled_at = now()");
  await takeMessages();
  const [late, handled, failed, leased] = [
    await event("order.canceled"),
    await event("order.canceled"),
    await event("order.sent"),
    await event("order.canceled"),
  ];
  await deliver([handled.id, failed.id]);
  await run("update event set leased_until = now() + interval '1 hour' where id = :id", { id: leased.id });
  expect(await Sweep.sendAgain(patient())).toBe(0);
  expect(await Sweep.sendAgain(patient(), 0)).toBe(1);
  expect(await takeMessages()).toEqual([late.id]);
  expect(await Sweep.sendAgain(patient(), 0)).toBe(0);
});

it("sends more events than one batch", async () => {
  await run("insert into event (name, subject) select 'order.canceled', 'many' from generate_series(1, 225)");
  expect(await Sweep.sendAgain(patient(), 0)).toBeGreaterThanOrEqual(225);
  const taken = new Set(await takeMessages());
  for (const id of await eventsOf("many")) expect(taken).toContain(id);
});

it("removes handled events after 30 days, and no others", async () => {
  const [old, young, unhandled] = [
    await event("order.canceled"),
    await event("order.canceled"),
    await event("order.canceled"),
  ];
  await deliver([old.id, young.id], { "order.canceled": { note: async () => {} } });
  const age = "update event set created_at = now() - make_interval(days => :days::int) where id = :id";
  for (const [{ id }, days] of [
    [old, 31],
    [young, 29],
    [unhandled, 31],
  ] as const)
    await run(age, { id, days });
  expect(await Sweep.removeOld(patient())).toBe(1);
  const kept = await Promise.all([old, young, unhandled].map(({ subject }) => eventsOf(subject)));
  expect(kept).toEqual([[], [young.id], [unhandled.id]]);
});

it("lists an event as dead after five receives or an hour, and handles it after a retry", async () => {
  await run("update event set handled_at = now()");
  await takeMessages();
  const page = { limit: 20, cursor: undefined };
  const ids = async () => (await Dead.dead(patient(), page)).data.map(({ id }) => id);
  const table = { "order.shipped": { failing } };
  const [poison, lost] = [await event("order.shipped"), await event("order.shipped")];
  await deliver([poison.id], table, 4);
  expect(await ids()).toEqual([]);
  await deliver([poison.id], table, 5);
  await run("update event set sent_at = now() - interval '61 minutes' where id = :id", { id: lost.id });
  const { data } = await Dead.dead(patient(), page);
  expect(data).toMatchObject([
    { id: poison.id, name: "order.shipped", attempts: 5, lastError: "on purpose the cause" },
    { id: lost.id, attempts: 0, failedAt: null, lastError: null },
  ]);
  const ctx = patient();
  expect(await Dead.retry(ctx, deployer, [poison.id, newId("event", new Date())])).toEqual([poison.id]);
  expect([ctx.events, await ids()]).toEqual([[poison.id], [lost.id]]);
  // The request that retries it may die before it sends the event.
  expect(await Sweep.sendAgain(patient(), 0)).toBe(1);
  expect(await takeMessages()).toEqual([poison.id]);
  expect(await deliver([poison.id], { "order.shipped": { failing: async () => {} } })).toEqual([]);
});
