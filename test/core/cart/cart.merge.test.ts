import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { beforeAll, expect, it } from "vitest";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Rules from "../../../packages/core/src/cart/cart.rules.ts";
import * as Sql from "../../../packages/core/src/cart/cart.sql.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { buy } from "../../support/checkout.ts";
import { lineOf } from "../../support/lines.ts";
import { product, run } from "../../support/products.ts";

const PRICE = 100;
let A: string;
let B: string;
let C: string;
beforeAll(async () => {
  const { skus } = await product({ price: PRICE, variants: [{}, {}, {}] });
  [A, B, C] = skus as [string, string, string];
});

const quantities = ({ lines }: Pick<Cart.Cart, "lines">) =>
  Object.fromEntries(lines.map((line) => [line.sku, line.quantity]));
const listed = (lines: Record<string, number>) =>
  Object.entries(lines).map(([sku, quantity]) => lineOf(sku, quantity, PRICE));

/** A stored cart of version 1. */
async function cart(lines: Record<string, number>, keep = false): Promise<Cart.Cart> {
  const made = { ...Cart.empty(`cart_${ulid()}`, keep), version: 1, lines: listed(lines) };
  const expiresAt = keep ? undefined : new Date(Date.now() + Cart.LIFETIME_MS);
  await Table.replace(context(), { ...made, expiresAt }, 0);
  return now(made);
}

async function now(cart: Cart.Cart): Promise<Cart.Cart> {
  const found = await Table.read(context(), cart);
  if (!found) throw new Error("The cart is gone.");
  return found;
}

const order = ({ id, version, lines }: Cart.Cart, key = ulid()) =>
  buy({ cartId: id, version, lines: quantities({ lines }), price: PRICE, key });

/** Ordered, by an instance that died before it took the lines out. */
async function halfOrdered(cart: Cart.Cart): Promise<void> {
  await order(cart);
  await putItem(context(), Table.item(cart), { expression: "attribute_exists(id)" });
}

/** As another request does it, which sees the cart as it is. */
const set = async (cart: Cart.Cart, sku: string, quantity: number, key: string = ulid()) =>
  Cart.setItem(context(), await now(cart), { sku, quantity }, { key, keyed: true, fingerprint: "" });

it("the larger quantity of each line is kept, and what is new comes last", async () => {
  const own = await cart({ [A]: 4, [B]: 1 }, true);
  const { cart: merged } = await Cart.merge(context(), await cart({ [C]: 2, [B]: 3, [A]: 1 }), own);
  expect(Object.entries(quantities(merged))).toEqual([
    [A, 4],
    [B, 3],
    [C, 2],
  ]);
});

it("an order that nobody has taken out of the guest's cart yet is not merged", async () => {
  const guest = await cart({ [A]: 2, [B]: 1 });
  await halfOrdered(guest);
  await set(guest, C, 1);
  const own = await cart({ [A]: 1 }, true);
  await Cart.merge(context(), await now(guest), own);
  expect(quantities(await now(own))).toEqual({ [A]: 1, [C]: 1 });
});

it("an order that was under way when its cart was merged is refused, and so nothing is sold that is still in a cart", async () => {
  const guest = await cart({ [A]: 2 });
  const own = await cart({}, true);
  await Cart.merge(context(), guest, own);
  await expect(order(guest)).rejects.toMatchObject({ code: "cart.busy" });
  expect(quantities(await now(own))).toEqual({ [A]: 2 });
});

const later = ({ id }: Cart.Cart, seconds: number) =>
  run("update ordered_cart set held_until = held_until - make_interval(secs => :seconds) where id = :id", {
    seconds,
    id,
  });

it("who stays a guest, because the sign-in died, orders again a minute later", async () => {
  const guest = await cart({ [A]: 2 });
  const clock = async () =>
    Number((await run("select extract(epoch from clock_timestamp())::float8"))[0]?.[0]);
  const before = await clock();
  await Sql.lockForMerge(context(), guest.id, `cart_${ulid()}`);
  const after = await clock();
  const until = await run(
    "select extract(epoch from held_until)::float8 - 60 from ordered_cart where id = :id",
    { id: guest.id },
  );
  expect(Number(until[0]?.[0])).toBeGreaterThanOrEqual(before);
  expect(Number(until[0]?.[0])).toBeLessThanOrEqual(after);
  await expect(order(guest)).rejects.toMatchObject({ code: "cart.busy" });
  await later(guest, 60);
  expect((await order(guest)).replayed).toBe(false);
});

it("where no time is left to merge, the guest can order all the same", async () => {
  const guest = await cart({ [A]: 1 });
  const merge = Cart.merge(context({ timeoutMs: 2_900 }), guest, await cart({}, true));
  await expect(merge).rejects.toMatchObject({ code: "cart.busy" });
  expect((await order(guest)).replayed).toBe(false);
});

it("a cart that was merged and never ordered leaves nothing behind in the database, from the next merge on", async () => {
  const own = await cart({}, true);
  const guests = [await cart({ [A]: 1 }), await cart({ [B]: 1 }), await cart({ [C]: 1 })] as const;
  const [ordered, plain, last] = guests;
  await order(ordered);
  const held = async () =>
    (await run("select id from ordered_cart where moved_into = :id", { id: own.id })).flat().sort();
  for (const guest of [plain, ordered]) await Cart.merge(context(), await now(guest), await now(own));
  expect(await held()).toEqual([ordered.id, plain.id].sort());
  for (const guest of [ordered, plain]) await later(guest, 61);
  await Cart.merge(context(), last, await now(own));
  expect(await held()).toEqual([ordered.id, last.id].sort());
});

it("a key that has ordered the guest's cart has done so for the customer's", async () => {
  const guest = await cart({ [A]: 1 });
  const own = await cart({ [A]: 1 }, true);
  const { order: placed } = await order(guest, "a key");
  await Cart.merge(context(), await now(guest), own);
  const again = await order(await now(own), "a key");
  expect([again.replayed, again.order.id]).toEqual([true, placed.id]);
  expect(quantities(await now(own))).toEqual({ [A]: 1 });
});

it("a write that the guest's cart remembers is remembered by the customer's", async () => {
  const guest = await cart({});
  await set(guest, A, 2, "a key");
  const own = await cart({ [A]: 2 }, true);
  await Cart.merge(context(), await now(guest), own);
  const merged = await now(own);
  expect(Rules.isDone(merged, { key: "a key", keyed: true, fingerprint: "" })).toBe(true);
  expect(() => Rules.isDone(merged, { key: "a key", keyed: true, fingerprint: "else" })).toThrow(/different/);
});

it("what either has changed, since they were read, is merged as it is now", async () => {
  const guest = await cart({ [A]: 1, [C]: 1 });
  const own = await cart({ [B]: 1 }, true);
  await set(guest, A, 3);
  await set(guest, C, 0);
  await set(own, B, 2);
  await Cart.merge(context(), guest, own);
  expect(quantities(await now(own))).toEqual({ [A]: 3, [B]: 2 });
});

it("an add whose answer is lost, and whose cart is merged meanwhile, is not to come again: it counts once", async () => {
  const [guest, own] = [await cart({ [A]: 1 }), await cart({}, true)];
  const write = { key: ulid(), keyed: false, fingerprint: "POST" };
  const done = Rules.changed(guest, write, Rules.set({ sku: A, price: PRICE }, 2), guest.expiresAt);
  if (!done) throw new Error("Nothing was added.");
  await Table.replace(context(), done, guest.version);
  await Cart.merge(context(), await now(guest), own);
  const again = Cart.addItem(context(), guest, { sku: A, quantity: 1 }, write);
  await expect(again).rejects.toMatchObject({ code: "cart.changed" });
  expect(quantities(await now(own))).toEqual({ [A]: 2 });
});

it("where the answer is lost, nothing is merged twice: not what the customer has taken out since, either", async () => {
  const guest = await cart({ [A]: 3, [B]: 1 });
  const own = await cart({ [A]: 1 }, true);
  await Cart.merge(context(), guest, own);
  await set(own, A, 1);
  await set(own, B, 0);
  await Cart.merge(context(), await now(guest), await now(own));
  await Cart.merge(context(), guest, own);
  expect(quantities(await now(own))).toEqual({ [A]: 1 });
});

it("of two who sign in at once the slower one, who knows the cart as it was, changes nothing", async () => {
  const guest = await cart({ [A]: 1, [C]: 1 });
  const own = await cart({}, true);
  const before = [await now(guest), await now(own)] as const;
  await set(guest, A, 3);
  await set(guest, B, 1);
  await set(guest, C, 0);
  await Cart.merge(context(), await now(guest), await now(own));
  await Cart.merge(context(), ...before);
  expect(quantities(await now(own))).toEqual({ [A]: 3, [B]: 1 });
});

it("an order of the customer's that is taken out after the merge leaves the guest's lines", async () => {
  const own = await cart({ [A]: 2, [B]: 1, [C]: 5 }, true);
  await halfOrdered(own);
  const guest = await cart({ [A]: 3, [B]: 1, [C]: 1 });
  await Cart.merge(context(), guest, await now(own));
  await Cart.removeOrderedById(context(), own.id, 1);
  expect(quantities(await now(own))).toEqual({ [A]: 3, [B]: 1, [C]: 1 });
});

it("of both carts the last writes are remembered", async () => {
  const [guest, own] = [await cart({}), await cart({}, true)];
  for (const one of [guest, own]) for (let i = 0; i < 32; i++) await set(one, A, i + 1, `${one.id} ${i}`);
  await Cart.merge(context(), await now(guest), await now(own));
  const merged = await now(own);
  expect(merged.marks).toHaveLength(32);
  const knows = (key: string) => Rules.isDone(merged, { key, keyed: true, fingerprint: "" });
  for (const { id } of [guest, own]) expect([knows(`${id} 15`), knows(`${id} 16`)]).toEqual([false, true]);
});

it("a guest's token is late for ten seconds after the merge, however long the sign-in had taken by then", async () => {
  const guest = await cart({ [A]: 1 });
  const ctx = context();
  const slow = { ...ctx, started: ctx.started - 8_000, deadline: ctx.deadline + 8_000 };
  const own = await cart({}, true);
  const began = performance.now();
  await Cart.merge(slow, guest, own);
  const took = performance.now() - began;
  expect(Cart.hasJustMoved(await now(guest), new Date(ctx.now.getTime() + 17_000))).toBe(true);
  expect(Cart.hasJustMoved(await now(guest), new Date(ctx.now.getTime() + 19_000 + took))).toBe(false);
  // Merged by an instance whose clock was an hour ahead: the guest would be told to wait for an hour.
  expect(Cart.hasJustMoved(await now(guest), new Date(ctx.now.getTime() - 3_600_000))).toBe(false);
});

it("what does not fit is left", async () => {
  const many = (name: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}-${i}`, 1]));
  const own = await cart(many("OWN", 99), true);
  const { cart: merged, dropped } = await Cart.merge(context(), await cart(many("GUEST", 2)), own);
  expect(Object.keys(quantities(merged))).toEqual([...Object.keys(many("OWN", 99)), "GUEST-0"]);
  expect(dropped).toEqual(["GUEST-1"]);
});

it("a customer who is erased meanwhile gets nothing, and the guest keeps the cart", async () => {
  const guest = await cart({ [A]: 1 });
  const own = await cart({}, true);
  await putItem(context(), Cart.grave(context(), own.id), { expression: "attribute_exists(id)" });
  await expect(Cart.merge(context(), guest, own)).rejects.toMatchObject({ code: "cart.busy" });
  expect(quantities(await now(guest))).toEqual({ [A]: 1 });
});

it("a change under If-Match that comes after the merge is to come again, and not told of another version", async () => {
  const guest = await cart({ [A]: 1 });
  await Cart.merge(context(), guest, await cart({}, true));
  const write = { key: "late", keyed: false, fingerprint: "DELETE", ifMatch: '"1"' };
  await expect(Cart.clear(context(), await now(guest), write)).rejects.toMatchObject({ code: "cart.busy" });
});
