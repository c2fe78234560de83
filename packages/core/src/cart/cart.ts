import type { Item } from "../aws/dynamo.ts";
import type { Put } from "../aws/dynamo.write.ts";
import * as Catalog from "../catalog/catalog.ts";
import { type Context, clock, pause, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";
import * as Merge from "./cart.merge.rules.ts";
import * as Rules from "./cart.rules.ts";
import type { AddItem, CartView } from "./cart.schema.ts";
import * as Sql from "./cart.sql.ts";
import * as Table from "./cart.table.ts";
import * as View from "./cart.view.rules.ts";

export type { Cart, Line, Write } from "./cart.rules.ts";
export { key } from "./cart.table.ts";

/** A guest's cart lives at least as long as a session can last: no cart ends before the session that it belongs to. */
export const LIFETIME_MS = 90 * 86_400_000;

/** Longer than any request takes. */
const JUST_MS = 10_000;

/** A write that keeps losing to others gives up while there is still time to answer. */
const RESERVE_MS = 3_000;

/** `keep`: it is a customer's. */
export const empty = (id: string, keep: boolean): Rules.Cart => ({
  id,
  keep,
  version: 0,
  lines: [],
  marks: [],
  spent: 0,
  epoch: 0,
  expiresAt: undefined,
});

/** The cart that an item holds; an empty one where there is none. */
export const from = (
  item: Item | undefined,
  id: string,
  options: { now: Date; keep: boolean },
): Rules.Cart => (item ? Table.parse(item, options) : empty(id, options.keep));

/** Adds to what is there. Refuses an unknown sku, more than 99 a line, and the 101st line. */
export async function addItem(
  ctx: Context,
  cart: Rules.Cart,
  item: AddItem,
  write: Rules.Write,
): Promise<Rules.Cart> {
  if (Rules.isDone(cart, write)) return cart;
  const variant = await variantFor(ctx, cart, item.sku);
  return change(ctx, cart, write, Rules.add(variant, item.quantity));
}

/** Sets the quantity of a variant; 0 takes it out, whether it is still sold or not. */
export async function setItem(
  ctx: Context,
  cart: Rules.Cart,
  item: AddItem,
  write: Rules.Write,
): Promise<Rules.Cart> {
  if (item.quantity === 0) return removeItem(ctx, cart, item.sku, write);
  if (Rules.isDone(cart, write)) return cart;
  const variant = await variantFor(ctx, cart, item.sku);
  return change(ctx, cart, write, Rules.set(variant, item.quantity));
}

export const removeItem = (
  ctx: Context,
  cart: Rules.Cart,
  sku: string,
  write: Rules.Write,
): Promise<Rules.Cart> => change(ctx, cart, write, Rules.remove(sku));

export const clear = (ctx: Context, cart: Rules.Cart, write: Rules.Write): Promise<Rules.Cart> =>
  change(ctx, cart, write, Rules.clear);

/** Takes out what an order of the cart's version `version` has sold, once. What was added meanwhile stays. */
export async function spend(
  ctx: Context,
  cart: Rules.Cart,
  version: number,
  lines: Rules.Quantity[],
): Promise<void> {
  await replace(ctx, cart, (now) => Rules.spent(now, { version, lines }, expiry(ctx, now)));
}

/** `spend`, for one who knows only the cart's id. A cart that is gone holds nothing any more. */
export async function settle(
  ctx: Context,
  id: string,
  version: number,
  lines: Rules.Quantity[],
): Promise<void> {
  const cart = await Table.read(ctx, empty(id, false));
  if (cart) await spend(ctx, cart, version, lines);
}

/**
 * Merges a guest's cart into a customer's and buries it, both or neither, each at the version that was read: what is changed in
 * between is merged as well, and ten sign-ins at once come to the same as one. An order of the guest's cart that is under way is
 * either seen, and not merged, or refused.
 */
export async function merge(ctx: Context, guest: Rules.Cart, into: Rules.Cart): Promise<Rules.Cart> {
  if (guest.version === 0) return into;
  let [theirs, ours] = [guest, into];
  let sold: Sold | undefined;
  return persist(ctx, async (again) => {
    if (again) {
      const [guestNow, intoNow] = await Table.readAll(ctx, [theirs, ours]);
      theirs = guestNow ?? theirs;
      ours = intoNow ?? ours;
    }
    // By another sign-in, or by our own first attempt.
    if (Merge.isBuried(theirs)) return ours;
    if (Merge.isBuried(ours)) throw busy();
    // Once, and no sooner than there is a try: between reading the carts again and writing them there is no other call.
    sold ??= await hold(ctx, theirs, ours);
    const own = sold.own ? (Rules.spent(ours, sold.own, undefined) ?? ours) : ours;
    const cart = Merge.merged(own, { ...theirs, lines: Rules.unsold(theirs, sold.guest) });
    const grave = Merge.buried(theirs, lifetimeFrom(ctx.now), new Date(clock(ctx)));
    const isDone = await Table.replaceAll(ctx, [cart, ours.version], [grave, theirs.version]);
    return isDone ? cart : undefined;
  });
}

/** What of a guest's cart and of the customer's own is sold, and may still be in it. */
interface Sold {
  guest: Rules.Ordered | undefined;
  own: Rules.Ordered | undefined;
}

/** Keeps the guest's cart from being ordered while it is merged. */
async function hold(ctx: Context, guest: Rules.Cart, into: Rules.Cart): Promise<Sold> {
  const [held] = await Sql.hold(ctx, guest.id, into.id);
  const order = async ({ id, spent }: Rules.Cart, version = 0): Promise<Rules.Ordered | undefined> =>
    version > spent ? { version, lines: await Sql.ordered(ctx, id, version) } : undefined;
  return { guest: await order(guest, held?.guest), own: await order(into, held?.own) };
}

/** Ends all sessions of an older epoch at once, those that are being opened at this moment too. */
export const revoke = (ctx: Context, cart: Rules.Cart, epoch: number): Promise<Rules.Cart> =>
  replace(ctx, cart, (now) => (now.epoch < epoch ? { ...now, version: now.version + 1, epoch } : undefined));

/**
 * What is put in the place of an erased customer's cart, for as long as a session could last: no session opens it any more. It
 * has the last version that there is, so that no change that is under way can follow it.
 */
export const grave = (ctx: Context, id: string): Put => {
  const buried = Merge.buried(empty(id, false), lifetimeFrom(ctx.now));
  return Table.item({ ...buried, version: Number.MAX_SAFE_INTEGER });
};

/** Whether the cart was merged into a customer's so shortly ago that a request which knew it as a guest's may be under way. */
export const hasJustMoved = ({ movedAt }: Rules.Cart, now: Date): boolean =>
  movedAt !== undefined && now.getTime() - movedAt.getTime() < JUST_MS;

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

/** Makes a write that may lose to others, again and again while there is time to answer, until `attempt` has a result. */
async function persist<T>(ctx: Context, attempt: (again: boolean) => Promise<T | undefined>): Promise<T> {
  let wait = 10;
  for (let again = false; timeLeft(ctx) > RESERVE_MS; again = true) {
    const result = await attempt(again);
    if (result) return result;
    await pause(ctx, wait);
    wait = Math.min(wait * 2, 200);
  }
  throw busy();
}

const busy = () => new Refusal("cart.busy", "Too many changes to this cart at once. Try again.");

/** All lines' variants are asked for together, so that showing the cart afterwards costs no further call. */
async function variantFor(ctx: Context, cart: Rules.Cart, sku: string): Promise<Catalog.Variant> {
  const variants = await Catalog.variants(ctx, [sku, ...skus(cart)]);
  const variant = variants.get(sku);
  if (!variant) throw Catalog.unknownSku(sku);
  return variant;
}

const lifetimeFrom = (now: Date): Date => new Date(now.getTime() + LIFETIME_MS);

const skus = ({ lines }: Rules.Cart): string[] => lines.map(({ sku }) => sku);

const expiry = ({ now }: Context, { keep }: Rules.Cart): Date | undefined =>
  keep ? undefined : lifetimeFrom(now);
