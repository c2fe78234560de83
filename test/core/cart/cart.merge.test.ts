import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { expect, it } from "vitest";
import { put } from "../../../packages/core/src/aws/dynamo.ts";
import * as Merge from "../../../packages/core/src/cart/cart.merge.rules.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";

const quantities = ({ lines }: Cart.Cart) =>
  Object.fromEntries(lines.map((line) => [line.sku, line.quantity]));
const listed = (lines: Record<string, number>) =>
  Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity, addedPrice: 100 }));

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

it("what is sold by an order that was under way at sign-in is taken out of the customer's cart, once", async () => {
  const ordered = await cart({ A: 1, B: 3, C: 2 });
  const own = await cart({ A: 4, B: 1 }, true);
  expect(quantities(await Cart.merge(context(), ordered, own))).toEqual({ A: 4, B: 3, C: 2 });
  for (const _ of [1, 2]) await Cart.spend(context(), ordered, 1, listed({ A: 1, B: 3, C: 2 }));
  expect(quantities(await now(own))).toEqual({ A: 4, B: 1 });
});

it("and what the customer has added to since, stays", async () => {
  const ordered = await cart({ A: 2 });
  const own = await cart({}, true);
  const merged = await Cart.merge(context(), ordered, own);
  await Table.replace(
    context(),
    { ...merged, version: merged.version + 1, lines: listed({ A: 5 }) },
    merged.version,
  );
  await Cart.spend(context(), ordered, 1, listed({ A: 2 }));
  expect(quantities(await now(own))).toEqual({ A: 3 });
});

it("an order that was taken out before, or that sign-in knew of, is not taken out of the customer's cart", async () => {
  const spent = await cart({ A: 2 });
  await Cart.spend(context(), spent, 1, listed({ A: 2 }));
  const refilled = { ...(await now(spent)), version: 3, lines: listed({ A: 2 }) };
  await Table.replace(context(), refilled, 2);
  const known = await cart({ A: 2, B: 1 });
  const own = await cart({}, true);
  await Cart.merge(context(), refilled, own);
  await Cart.merge(context(), known, await now(own), { version: 1, lines: listed({ A: 2 }) });
  for (const one of [spent, known]) await Cart.spend(context(), one, 1, listed({ A: 2 }));
  expect(quantities(await now(own))).toEqual({ A: 2, B: 1 });
});

it("what is sold between the customer's cart and the burial of the guest's is merged anew", async () => {
  const guest = await cart({ A: 1, B: 3 });
  const own = await cart({ A: 4, B: 1 }, true);
  // As the guest's cart was read by sign-in, before the order was taken out and an item was added.
  await Cart.spend(context(), guest, 1, listed({ A: 1, B: 3 }));
  const after = { ...(await now(guest)), version: 3, lines: listed({ C: 1 }) };
  await Table.replace(context(), after, 2);
  await Cart.merge(context(), guest, own);
  expect(quantities(await now(own))).toEqual({ A: 4, B: 1, C: 1 });
});

it("a merge that was cut short half-way, and an order after it, leave nothing sold in the customer's cart", async () => {
  const guest = await cart({ A: 1, B: 3 });
  const own = await cart({ A: 4, B: 1 }, true);
  // The first attempt died after it had changed the customer's cart.
  const first = Merge.merged(own, guest.id, guest.lines);
  if (!first) throw new Error("nothing was merged");
  await Table.replace(context(), first, own.version);
  await Cart.spend(context(), guest, 1, listed({ A: 1, B: 3 }));
  await Cart.merge(context(), await now(guest), await now(own));
  expect(quantities(await now(own))).toEqual({ A: 4, B: 1 });
});

it("and where the order is not taken out of the guest's cart yet, it is taken out of the customer's later", async () => {
  const guest = await cart({ A: 1, B: 3 });
  const own = await cart({ A: 4, B: 1 }, true);
  const first = Merge.merged(own, guest.id, guest.lines);
  if (!first) throw new Error("nothing was merged");
  await Table.replace(context(), first, own.version);
  await Cart.merge(context(), guest, await now(own));
  await Cart.spend(context(), guest, 1, listed({ A: 1, B: 3 }));
  expect(quantities(await now(own))).toEqual({ A: 4, B: 1 });
});

it("a merge that is done again leaves the lines where they are", async () => {
  const guest = await cart({ A: 1 });
  const own = await cart({}, true);
  const first = Merge.merged(own, guest.id, guest.lines);
  if (!first) throw new Error("nothing was merged");
  const since = { ...first, lines: [...first.lines, ...listed({ B: 2 })] };
  expect(Merge.merged(since, guest.id, guest.lines)).toBeUndefined();
  const more = Merge.merged(since, guest.id, listed({ C: 1, A: 2 }));
  expect(more?.lines).toEqual(listed({ A: 2, B: 2, C: 1 }));
  expect(more?.brought?.gained).toEqual([
    { sku: "A", quantity: 2 },
    { sku: "C", quantity: 1 },
  ]);
});

it("what another guest's cart held as well stays when an order of the first is taken out", async () => {
  const ordered = await cart({ A: 5, B: 3 });
  const other = await cart({ A: 4, C: 1 });
  const own = await cart({ A: 2 }, true);
  await Cart.merge(context(), ordered, own);
  await Cart.merge(context(), other, await now(own));
  await Cart.spend(context(), ordered, 1, listed({ A: 5, B: 3 }));
  expect(quantities(await now(own))).toEqual({ A: 4, C: 1 });
});

it("and so it does where the other brought nothing that was not there", async () => {
  const [ordered, other] = [await cart({ A: 1 }), await cart({ A: 1 })];
  const own = await cart({}, true);
  for (const guest of [ordered, other]) await Cart.merge(context(), guest, await now(own));
  await Cart.spend(context(), ordered, 1, listed({ A: 1 }));
  expect(quantities(await now(own))).toEqual({ A: 1 });
});

it("an order of a guest whose customer is erased meanwhile leaves nothing to do", async () => {
  const ordered = await cart({ A: 1 });
  const own = await cart({}, true);
  await Cart.merge(context(), ordered, own);
  const { item } = Cart.grave(context(), own.id);
  await put(context(), { table: "Carts", item }, { expression: "attribute_exists(id)" });
  await Cart.spend(context(), ordered, 1, listed({ A: 1 }));
  expect(quantities(await now(own))).toEqual({});
});

it("a change under If-Match that comes after the merge is to come again, and not told of another version", async () => {
  const guest = await cart({ A: 1 });
  await Cart.merge(context(), guest, await cart({}, true));
  const write = { key: "late", keyed: false, fingerprint: "DELETE", ifMatch: '"1"' };
  await expect(Cart.clear(context(), await now(guest), write)).rejects.toMatchObject({ code: "cart.busy" });
});
