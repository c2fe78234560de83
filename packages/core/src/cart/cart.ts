import type { Item } from "../aws/dynamo.ts";
import type { Put } from "../aws/dynamo.write.ts";
import * as Catalog from "../catalog/catalog.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import * as Merge from "./cart.merge.rules.ts";
import { busy, persist } from "./cart.persist.ts";
import * as Rules from "./cart.rules.ts";
import type { Item as CartItem, CartView } from "./cart.schema.ts";
import * as Table from "./cart.table.ts";
import * as View from "./cart.view.rules.ts";

export { isBuried } from "./cart.merge.rules.ts";
export { merge } from "./cart.merge.ts";
export type { Cart, Line, Write } from "./cart.rules.ts";
export { LIFETIME_MS } from "./cart.rules.ts";
export { key } from "./cart.table.ts";
export { droppedWarnings } from "./cart.view.rules.ts";

/** Longer than any request takes. */
const JUST_MS = 10_000;

/** `keep`: it is a customer's. */
export const empty = (id: string, keep: boolean): Rules.Cart => ({
  id,
  keep,
  version: 0,
  lines: [],
  marks: [],
  orderedVersion: 0,
  epoch: 0,
  expiresAt: undefined,
});

/** The cart that an item holds; an empty one where there is none. */
export const from = (
  item: Item | undefined,
  id: string,
  options: { now: Date; keep: boolean },
): Rules.Cart => (item ? Table.parse(item, options) : empty(id, options.keep));

/** Adds to what is there, all items or none. Refuses an unknown sku, more than 99 a line, and the 101st line. */
export async function addItems(
  ctx: Context,
  cart: Rules.Cart,
  items: CartItem[],
  write: Rules.Write,
): Promise<Rules.Cart> {
  if (Rules.isDone(cart, write)) return cart;
  const wanted = items.map(({ sku }) => sku);
  const variants = await variantsFor(ctx, cart, wanted);
  return change(ctx, cart, write, (lines, version) =>
    items.reduce((changed, { sku, quantity }) => Rules.add(variants(sku), quantity)(changed, version), lines),
  );
}

export const addItem = (
  ctx: Context,
  cart: Rules.Cart,
  item: CartItem,
  write: Rules.Write,
): Promise<Rules.Cart> => addItems(ctx, cart, [item], write);

/** Sets the quantity of a variant; 0 takes it out, whether it is still sold or not. */
export async function setItem(
  ctx: Context,
  cart: Rules.Cart,
  item: CartItem,
  write: Rules.Write,
): Promise<Rules.Cart> {
  if (item.quantity === 0) return removeItem(ctx, cart, item.sku, write);
  if (Rules.isDone(cart, write)) return cart;
  const variants = await variantsFor(ctx, cart, [item.sku]);
  return change(ctx, cart, write, Rules.set(variants(item.sku), item.quantity));
}

export const removeItem = (
  ctx: Context,
  cart: Rules.Cart,
  sku: string,
  write: Rules.Write,
): Promise<Rules.Cart> => change(ctx, cart, write, Rules.remove(sku));

export const clear = (ctx: Context, cart: Rules.Cart, write: Rules.Write): Promise<Rules.Cart> =>
  change(ctx, cart, write, Rules.clear);

/** Removes, once, what an order of the cart's version `version` has sold. Units that came in later stay. */
export async function removeOrdered(ctx: Context, cart: Rules.Cart, version: number): Promise<void> {
  await replace(ctx, cart, (now) => Rules.withoutOrdered(now, version, expiry(ctx, now)));
}

/** `removeOrdered` for a caller that knows only the cart's id. A cart that is gone holds nothing any more. */
export async function removeOrderedById(ctx: Context, id: string, version: number): Promise<void> {
  const cart = await Table.read(ctx, empty(id, false));
  if (cart) await removeOrdered(ctx, cart, version);
}

/** Ends all sessions of an older epoch at once, those that are being opened at this moment too. */
export const revoke = (ctx: Context, cart: Rules.Cart, epoch: number): Promise<Rules.Cart> =>
  replace(ctx, cart, (now) => (now.epoch < epoch ? { ...now, version: now.version + 1, epoch } : undefined));

/**
 * What is put in the place of an erased customer's cart, for as long as a session could last: no session opens it any more. It
 * has the last version that there is, so that no change that is under way can follow it.
 */
export const grave = (ctx: Context, id: string): Put => {
  const buried = Merge.buried(empty(id, false), Rules.lifetimeFrom(ctx.now));
  return Table.item({ ...buried, version: Number.MAX_SAFE_INTEGER });
};

/** Whether the cart was merged into a customer's so shortly ago that a request which knew it as a guest's may be under way. */
export const hasJustMoved = ({ movedAt }: Rules.Cart, now: Date): boolean =>
  movedAt !== undefined && Math.abs(now.getTime() - movedAt.getTime()) < JUST_MS;

/** The cart as it is shown, with what the catalogue says of its lines. `expiresAt`: when it is out of reach. */
export async function view(ctx: Context, cart: Rules.Cart, expiresAt = cart.expiresAt): Promise<CartView> {
  return View.view(cart, await Catalog.variants(ctx, skus(cart)), expiresAt);
}

/** Refuses a cart that was merged into a customer's, or erased: the client's next request comes by another session, or by none. */
async function change(
  ctx: Context,
  seen: Rules.Cart,
  write: Rules.Write,
  decide: Rules.Change,
): Promise<Rules.Cart> {
  const cart = await replace(ctx, seen, (now) => Rules.changed(now, write, decide, expiry(ctx, now)));
  if (!Merge.isBuried(cart)) return cart;
  // To try again would count it twice.
  if (Rules.isDone(cart, write))
    throw new Refusal("cart.changed", "The change was made, and its cart is the customer's now.");
  throw busy();
}

/**
 * Replaces the cart under its version with what `next` makes of it, or leaves it where `next` says so, or where it is buried. The
 * loser of a race reads again: perhaps the winner was this very write, whose answer got lost on the way.
 */
function replace(
  ctx: Context,
  seen: Rules.Cart,
  next: (cart: Rules.Cart) => Rules.Cart | undefined,
): Promise<Rules.Cart> {
  let cart = seen;
  return persist(ctx, async (again) => {
    if (again) cart = (await Table.read(ctx, cart)) ?? empty(cart.id, cart.keep);
    const wanted = Merge.isBuried(cart) ? undefined : next(cart);
    if (!wanted) return cart;
    return (await Table.replace(ctx, wanted, cart.version)) ? wanted : undefined;
  });
}

/**
 * The variants that a change needs. All lines' variants are read in the same call, so that showing the cart afterwards costs no
 * further one. Refuses an unknown sku.
 */
async function variantsFor(ctx: Context, cart: Rules.Cart, wanted: string[]) {
  const variants = await Catalog.variants(ctx, [...wanted, ...skus(cart)]);
  const variant = (sku: string): Catalog.Variant => {
    const found = variants.get(sku);
    if (!found) throw Catalog.unknownSku(sku);
    return found;
  };
  wanted.forEach(variant);
  return variant;
}

const skus = ({ lines }: Rules.Cart): string[] => lines.map(({ sku }) => sku);

const expiry = ({ now }: Context, { keep }: Rules.Cart): Date | undefined =>
  keep ? undefined : Rules.lifetimeFrom(now);
