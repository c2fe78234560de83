import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { beforeAll, expect, it } from "vitest";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Lines from "../../../packages/core/src/cart/cart.lines.rules.ts";
import * as Sql from "../../../packages/core/src/cart/cart.sql.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import * as Writes from "../../../packages/core/src/cart/cart.writes.rules.ts";
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
async function cart(lines: Record<string, number>, isCustomer = false): Promise<Cart.Cart> {
  const made = { ...Cart.empty(`cart_${ulid()}`, isCustomer), version: 1, lines: listed(lines) };
  const expiresAt = isCustomer ? undefined : new Date(Date.now() + Cart.LIFETIME_MS);
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

/** Orders the cart, as an instance that died before it removed the ordered units. */
async function halfOrdered(cart: Cart.Cart): Promise<void> {
  await order(cart);
  await putItem(context(), Table.item(cart), { expression: "attribute_exists(id)" });
}

/** Sets a quantity as another request does, which reads the current cart. */
const set = async (cart: Cart.Cart, sku: string, quantity: number, key: string = ulid()) =>
  Cart.setItem(context(), await now(cart), { sku, quantity }, { key, hasClientKey: true, fingerprint: "" });

it("keeps the larger quantity of each line, and adds new lines at the end", async () => {
  const own = await cart({ [A]: 4, [B]: 1 }, true);
  const { cart: merged } = await Cart.merge(context(), await cart({ [C]: 2, [B]: 3, [A]: 1 }), own);
  expect(Object.entries(quantities(merged))).toEqual([
    [A, 4],
    [B, 3],
    [C, 2],
  ]);
});

it("does not merge ordered units that are still in the guest's cart", async () => {
  const guest = await cart({ [A]: 2, [B]: 1 });
  await halfOrdered(guest);
  await set(guest, C, 1);
  const own = await cart({ [A]: 1 }, true);
  await Cart.merge(context(), await now(guest), own);
  expect(quantities(await now(own))).toEqual({ [A]: 1, [C]: 1 });
});

it("refuses an order of the guest's cart that is in progress, so that nothing sold is in a cart", async () => {
  const guest = await cart({ [A]: 2 });
  const own = await cart({}, true);
  await Cart.merge(context(), guest, own);
  await expect(order(guest)).rejects.toMatchObject({ code: "cart.busy" });
  expect(quantities(await now(own))).toEqual({ [A]: 2 });
});

const later = ({ id }: Cart.Cart, seconds: number) =>
  run(
    "update cart_checkout set merge_locked_until = merge_locked_until - make_interval(secs => :seconds) where id = :id",
    {
      seconds,
      id,
    },
  );

it("lets the guest order again after a minute if the sign-in died", async () => {
  const guest = await cart({ [A]: 2 });
  const clock = async () =>
    Number((await run("select extract(epoch from clock_timestamp())::float8"))[0]?.[0]);
  const before = await clock();
  await Sql.lockForMerge(context(), guest.id, `cart_${ulid()}`);
  const after = await clock();
  const until = await run(
    "select extract(epoch from merge_locked_until)::float8 - 60 from cart_checkout where id = :id",
    { id: guest.id },
  );
  expect(Number(until[0]?.[0])).toBeGreaterThanOrEqual(before);
  expect(Number(until[0]?.[0])).toBeLessThanOrEqual(after);
  await expect(order(guest)).rejects.toMatchObject({ code: "cart.busy" });
  await later(guest, 60);
  expect((await order(guest)).replayed).toBe(false);
});

it("lets the guest order if there was no time left to merge", async () => {
  const guest = await cart({ [A]: 1 });
  const merge = Cart.merge(context({ timeoutMs: 2_900 }), guest, await cart({}, true));
  await expect(merge).rejects.toMatchObject({ code: "cart.busy" });
  expect((await order(guest)).replayed).toBe(false);
});

it("deletes the rows of merged carts that were never ordered at the next merge", async () => {
  const own = await cart({}, true);
  const guests = [await cart({ [A]: 1 }), await cart({ [B]: 1 }), await cart({ [C]: 1 })] as const;
  const [ordered, plain, last] = guests;
  await order(ordered);
  const rows = async () =>
    (await run("select id from cart_checkout where merged_into = :id", { id: own.id })).flat().sort();
  for (const guest of [plain, ordered]) await Cart.merge(context(), await now(guest), await now(own));
  expect(await rows()).toEqual([ordered.id, plain.id].sort());
  for (const guest of [ordered, plain]) await later(guest, 61);
  await Cart.merge(context(), last, await now(own));
  expect(await rows()).toEqual([ordered.id, last.id].sort());
});

it("recognises a key that has ordered the guest's cart in the customer's cart", async () => {
  const guest = await cart({ [A]: 1 });
  const own = await cart({ [A]: 1 }, true);
  const { order: placed } = await order(guest, "a key");
  await Cart.merge(context(), await now(guest), own);
  const again = await order(await now(own), "a key");
  expect([again.replayed, again.order.id]).toEqual([true, placed.id]);
  expect(quantities(await now(own))).toEqual({ [A]: 1 });
});

it("keeps the guest's recent writes in the customer's cart", async () => {
  const guest = await cart({});
  await set(guest, A, 2, "a key");
  const own = await cart({ [A]: 2 }, true);
  await Cart.merge(context(), await now(guest), own);
  const merged = await now(own);
  expect(Writes.isDone(merged, { key: "a key", hasClientKey: true, fingerprint: "" })).toBe(true);
  expect(() => Writes.isDone(merged, { key: "a key", hasClientKey: true, fingerprint: "else" })).toThrow(
    /different/,
  );
});

it("merges changes that were made after the carts were read", async () => {
  const guest = await cart({ [A]: 1, [C]: 1 });
  const own = await cart({ [B]: 1 }, true);
  await set(guest, A, 3);
  await set(guest, C, 0);
  await set(own, B, 2);
  await Cart.merge(context(), guest, own);
  expect(quantities(await now(own))).toEqual({ [A]: 3, [B]: 2 });
});

it("counts an add once whose answer is lost and whose cart is merged meanwhile", async () => {
  const [guest, own] = [await cart({ [A]: 1 }), await cart({}, true)];
  const write = { key: ulid(), hasClientKey: false, fingerprint: "POST" };
  const done = Writes.afterWrite(
    guest,
    write,
    Writes.ofLines(Lines.set({ sku: A, price: PRICE }, 2)),
    guest.expiresAt,
  );
  if (!done) throw new Error("Nothing was added.");
  await Table.replace(context(), done, guest.version);
  await Cart.merge(context(), await now(guest), own);
  const again = Cart.addItem(context(), guest, { sku: A, quantity: 1 }, write);
  await expect(again).rejects.toMatchObject({ code: "cart.changed" });
  expect(quantities(await now(own))).toEqual({ [A]: 2 });
});

it("merges nothing twice after a lost answer, not even lines that were removed since", async () => {
  const guest = await cart({ [A]: 3, [B]: 1 });
  const own = await cart({ [A]: 1 }, true);
  await Cart.merge(context(), guest, own);
  await set(own, A, 1);
  await set(own, B, 0);
  await Cart.merge(context(), await now(guest), await now(own));
  await Cart.merge(context(), guest, own);
  expect(quantities(await now(own))).toEqual({ [A]: 1 });
});

it("changes nothing in the slower of two sign-ins, which read the carts before the merge", async () => {
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

it("keeps the guest's lines when an order of the customer's cart is removed after the merge", async () => {
  const own = await cart({ [A]: 2, [B]: 1, [C]: 5 }, true);
  await halfOrdered(own);
  const guest = await cart({ [A]: 3, [B]: 1, [C]: 1 });
  await Cart.merge(context(), guest, await now(own));
  await Cart.removeOrderedById(context(), own.id, 1);
  expect(quantities(await now(own))).toEqual({ [A]: 3, [B]: 1, [C]: 1 });
});

it("keeps the latest writes of both carts", async () => {
  const [guest, own] = [await cart({}), await cart({}, true)];
  for (const one of [guest, own]) for (let i = 0; i < 32; i++) await set(one, A, i + 1, `${one.id} ${i}`);
  await Cart.merge(context(), await now(guest), await now(own));
  const merged = await now(own);
  expect(merged.recentWrites).toHaveLength(32);
  const knows = (key: string) => Writes.isDone(merged, { key, hasClientKey: true, fingerprint: "" });
  for (const { id } of [guest, own]) expect([knows(`${id} 15`), knows(`${id} 16`)]).toEqual([false, true]);
});

it("counts the guest's cart as just merged for ten seconds, however long the sign-in has taken", async () => {
  const guest = await cart({ [A]: 1 });
  const ctx = context();
  const slow = { ...ctx, started: ctx.started - 8_000, deadline: ctx.deadline + 8_000 };
  const own = await cart({}, true);
  const began = performance.now();
  await Cart.merge(slow, guest, own);
  const took = performance.now() - began;
  expect(Cart.wasJustMerged(await now(guest), new Date(ctx.now.getTime() + 17_000))).toBe(true);
  expect(Cart.wasJustMerged(await now(guest), new Date(ctx.now.getTime() + 19_000 + took))).toBe(false);
  // The clock of the instance that merged it was an hour ahead. The guest must not wait for an hour.
  expect(Cart.wasJustMerged(await now(guest), new Date(ctx.now.getTime() - 3_600_000))).toBe(false);
});

it("returns the skus that do not fit", async () => {
  const many = (name: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}-${i}`, 1]));
  const own = await cart(many("OWN", 99), true);
  const { cart: merged, dropped } = await Cart.merge(context(), await cart(many("GUEST", 2)), own);
  expect(Object.keys(quantities(merged))).toEqual([...Object.keys(many("OWN", 99)), "GUEST-0"]);
  expect(dropped).toEqual(["GUEST-1"]);
});

it("keeps the guest's cart if the customer is erased meanwhile", async () => {
  const guest = await cart({ [A]: 1 });
  const own = await cart({}, true);
  await putItem(context(), Cart.tombstone(context(), own.id), { expression: "attribute_exists(id)" });
  await expect(Cart.merge(context(), guest, own)).rejects.toMatchObject({ code: "cart.busy" });
  expect(quantities(await now(guest))).toEqual({ [A]: 1 });
});

it("refuses a change with If-Match after the merge as busy, not as changed", async () => {
  const guest = await cart({ [A]: 1 });
  await Cart.merge(context(), guest, await cart({}, true));
  const write = { key: "late", hasClientKey: false, fingerprint: "DELETE", ifMatch: '"1"' };
  await expect(Cart.clear(context(), await now(guest), write)).rejects.toMatchObject({ code: "cart.busy" });
});
