import type { Item } from "../aws/dynamo.ts";
import type { Put } from "../aws/dynamo.write.ts";
import { type Deferred, deferWrites, storeDeferred, takeDeferred } from "../cache/cache.ts";
import * as Catalog from "../catalog/catalog.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { type CheckoutFields, changeFields } from "./cart.checkout.rules.ts";
import * as Lines from "./cart.lines.rules.ts";
import * as Merge from "./cart.merge.rules.ts";
import { replace } from "./cart.replace.ts";
import { busy } from "./cart.retry.ts";
import { type Cart, empty, expiryOf, lifetimeFrom } from "./cart.rules.ts";
import type { AskedItem, Item as CartItem, CartView } from "./cart.schema.ts";
import * as Table from "./cart.table.ts";
import * as View from "./cart.view.ts";
import { afterWrite, type Change, isDone, ofLines, type Write } from "./cart.writes.rules.ts";

export { type Checkout, type CheckoutFields, fieldsOf } from "./cart.checkout.rules.ts";
export type { Line } from "./cart.lines.rules.ts";
export { isTombstone, wasJustMerged } from "./cart.merge.rules.ts";
export { merge } from "./cart.merge.ts";
export { raiseMinSessionEpoch, removeOrdered, removeOrderedById } from "./cart.replace.ts";
export type { Cart } from "./cart.rules.ts";
export { empty, LIFETIME_MS } from "./cart.rules.ts";
export { key } from "./cart.table.ts";
export { droppedWarnings } from "./cart.view.ts";
export type { Write } from "./cart.writes.rules.ts";

/** The cart that is stored in an item. An empty cart if there is no item. */
export const from = (
  item: Item | undefined,
  id: string,
  options: { now: Date; isCustomer: boolean },
): Cart => (item ? Table.parse(item, options) : empty(id, options.isCustomer));

/** Adds items, all or none. Refuses an unknown SKU, more than 99 of a variant, and more than 100 lines. */
export async function addItems(ctx: Context, cart: Cart, items: AskedItem[], write: Write): Promise<Cart> {
  return changeWithVariants(
    ctx,
    cart,
    items,
    write,
    (variant) => (lines, version) =>
      items.reduce(
        (soFar, { sku, quantity, path }) => Lines.add(variant(sku), quantity, path)(soFar, version),
        lines,
      ),
  );
}

export const addItem = (ctx: Context, cart: Cart, item: CartItem, write: Write): Promise<Cart> =>
  addItems(ctx, cart, [{ ...item, path: [] }], write);

/** Sets the quantity of a variant. 0 removes it, even if it is no longer sold. */
export async function setItem(ctx: Context, cart: Cart, item: CartItem, write: Write): Promise<Cart> {
  if (item.quantity === 0) return removeItem(ctx, cart, item.sku, write);
  return changeWithVariants(ctx, cart, [{ ...item, path: [] }], write, (variant) =>
    Lines.set(variant(item.sku), item.quantity),
  );
}

export const removeItem = (ctx: Context, cart: Cart, sku: string, write: Write): Promise<Cart> =>
  change(ctx, cart, write, ofLines(Lines.remove(sku)));

/** Removes all lines, and the fields for the order. */
export const clear = (ctx: Context, cart: Cart, write: Write): Promise<Cart> =>
  change(ctx, cart, write, (now, version) => {
    const { lines } = ofLines(Lines.clear)(now, version);
    return lines === now.lines && !now.checkout ? now : { ...now, lines, checkout: undefined };
  });

/** Stores fields for the next order. Undefined removes one. */
export const changeCheckout = (
  ctx: Context,
  cart: Cart,
  fields: CheckoutFields,
  write: Write,
): Promise<Cart> =>
  change(ctx, cart, write, (now, version) => {
    const checkout = changeFields(now.checkout, fields, { version, changedAt: ctx.now.getTime() });
    return checkout === now.checkout ? now : { ...now, checkout };
  });

/**
 * The item that replaces an erased customer's cart, for as long as a session could last. No session opens it.
 * It has the highest version, so that no change in progress can replace it.
 */
export const tombstone = (ctx: Context, id: string): Put => {
  const ended = Merge.tombstone(empty(id, false), lifetimeFrom(ctx.now));
  return Table.item({ ...ended, version: Number.MAX_SAFE_INTEGER });
};

/** The cart as the client sees it. `expiresAt`: when the shopper can no longer open it. */
export async function view(ctx: Context, cart: Cart, expiresAt = cart.expiresAt): Promise<CartView> {
  return View.view(cart, await Catalog.variants(ctx, skus(cart)), { now: ctx.now, expiresAt });
}

/** The lines and warnings of the cart at these variants. `discountCodes`: those to check. */
export const viewLines = View.viewLines;

/**
 * Refuses a cart that was merged or erased: the client's next request then uses another session, or none.
 * It throws `cart.changed` if the change was made before its cart was merged. So a client that gets this code
 * reads the cart first, and repeats the change only if it is missing.
 */
async function change(
  ctx: Context,
  seen: Cart,
  write: Write,
  decide: Change,
  deferred = deferWrites(),
): Promise<Cart> {
  const next = (now: Cart) => afterWrite(now, write, decide, expiryOf(now, ctx.now));
  const cart = await replace(ctx, seen, next, (...cart) => store(write, deferred, ...cart));
  if (!Merge.isTombstone(cart)) return cart;
  // The merged cart contains this write, so a retry without its key would count twice.
  if (isDone(cart, write))
    throw new Refusal("cart.changed", "The change was made. Its cart is now part of the customer's cart.");
  throw busy();
}

/** More entries of the shared cache have a call of their own: in a transaction each costs twice its units. */
const MOST_ENTRIES = 3;

/**
 * Stores the cart and what the request has loaded into the shared cache: a guest's first cart with the session in one
 * transaction, others with two calls at the same time.
 */
async function store(
  { storeFirst }: Write,
  deferred: Deferred,
  ctx: Context,
  cart: Cart,
  version: number,
): Promise<boolean> {
  if (version > 0 || !storeFirst) {
    return (await Promise.all([Table.replace(ctx, cart, version), storeDeferred(ctx, deferred)]))[0];
  }
  const entries = deferred.puts.length > MOST_ENTRIES ? [] : takeDeferred(deferred);
  const first = storeFirst([Table.replacement(cart, version), ...entries]);
  return (await Promise.all([first, storeDeferred(ctx, deferred)]))[0];
}

/** A change of the lines that needs variants. What the shared cache lacks of them is stored with the cart, or at the end. */
async function changeWithVariants(
  ctx: Context,
  cart: Cart,
  wanted: AskedItem[],
  write: Write,
  decide: (variant: (sku: string) => Catalog.Variant) => Lines.Change,
): Promise<Cart> {
  if (isDone(cart, write)) return cart;
  const deferred = deferWrites();
  try {
    const variant = await variantsFor(ctx, cart, wanted, deferred);
    return await change(ctx, cart, write, ofLines(decide(variant)), deferred);
  } finally {
    await storeDeferred(ctx, deferred);
  }
}

/**
 * The variants that a change needs. Refuses an unknown SKU. The variants of all lines are read in the same
 * call, so that showing the cart afterwards needs no other call.
 */
async function variantsFor(ctx: Context, cart: Cart, wanted: AskedItem[], deferred: Deferred) {
  const variants = await Catalog.variants(ctx, [...skus({ lines: wanted }), ...skus(cart)], deferred);
  const errors = wanted.flatMap(({ sku, path }) =>
    variants.has(sku) ? [] : [{ path: [...path, "sku"], message: "is the SKU of no variant" }],
  );
  const variant = (sku: string): Catalog.Variant => {
    const found = variants.get(sku);
    if (!found) throw Catalog.unknownSku(sku, errors);
    return found;
  };
  for (const { sku } of wanted) variant(sku);
  return variant;
}

const skus = ({ lines }: { lines: { sku: string }[] }): string[] => lines.map(({ sku }) => sku);
