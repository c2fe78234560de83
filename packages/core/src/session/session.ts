import { createHmac } from "node:crypto";
import type { Key } from "../aws/dynamo.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import { type PageQuery, writeCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import * as Rules from "./session.rules.ts";
import type { SessionList, SessionView } from "./session.schema.ts";
import * as Table from "./session.table.ts";

export { cartOf, customerOf, newOwner, ownerOf } from "./session.rules.ts";

/** Who is at the other end: a session with its cart, in memory for one request. */
export interface Shopper {
  /** Undefined: nothing is stored yet; `begin` stores it once there is a reason to. */
  session: Rules.Session | undefined;
  cart: Cart.Cart;
  token: Rules.Token;
  /** Whether the client has this token already. */
  isHeld: boolean;
  /** The client sent a token in our format whose session has ended. */
  hasEnded?: boolean;
  /** The token that was given was a guest's who has just become a customer; the answer may still be on its way. */
  late?: boolean;
}

/** A session that has just been opened, and the token that opens it. */
export interface Opened {
  session: Rules.Session;
  token: Rules.Token;
  /** The guest's skus for which the customer's cart had no room. */
  dropped: string[];
  /** An attempt whose answer was lost had opened it. */
  replayed?: boolean;
}

/** The longest that a cookie need live, in seconds. */
export const MAX_AGE_S = Rules.ABSOLUTE_MS / 1000;

/** Whether this text has the format of a session's token. */
export const isToken = (text: string): boolean => Rules.readToken(text) !== undefined;

/**
 * The shopper whose token this is, session and cart in one call. A token that is missing, garbled, unknown or expired makes a new
 * shopper with an empty cart, of whom nothing is stored. So does a guest's token that is not used yet, but it stays valid.
 */
export async function resume(ctx: Context, given: string | undefined): Promise<Shopper> {
  const token = given === undefined ? undefined : Rules.readToken(given);
  if (!token) return stranger(ctx);
  if (Rules.isForged(token)) return { ...stranger(ctx), hasEnded: true };
  const { session: found, cart: item } = await Table.read(ctx, token);
  const isCustomer = found?.customer ?? false;
  const cart = Cart.from(item, Rules.cartOf(token.owner), { now: ctx.now, isCustomer });
  if (found && Rules.alive(found, ctx.now, cart.minSessionEpoch)) {
    const session = Rules.dueForTouch(found, ctx.now) ? await touch(ctx, found) : found;
    return { session, cart, token, isHeld: true };
  }
  // The cart may be there already: of several first writes at once, the first stores it before the session.
  if (!found && isUnused(ctx, token, cart)) return { session: undefined, cart, token, isHeld: true };
  return { ...stranger(ctx), hasEnded: true, late: Cart.wasJustMerged(cart, ctx.now) };
}

/** Stores the session of a guest who has none yet. The token to hand out is `tokenOf(shopper)`. */
export async function begin(ctx: Context, shopper: Shopper, userAgent = ""): Promise<Shopper> {
  const session = started(ctx, shopper.token, { customer: false, epoch: 0, userAgent });
  // False means that it is stored: by our own first attempt, whose answer was lost, or by another first write at the same time.
  await Table.create(ctx, session);
  return { ...shopper, session };
}

interface Opening {
  epoch: number;
  userAgent?: string | undefined;
  forget?: Key[];
  /** The new token's secret, where a repeated request must open the same session. */
  secret?: string | undefined;
}

/**
 * Opens a customer's session under a new token, and ends the one that `given` opens. A guest's cart is merged first; that of
 * another customer stays where it is. `forget`: what else has had its day, deleted in the same call.
 */
export async function open(
  ctx: Context,
  given: string | undefined,
  owner: string,
  { epoch, userAgent = "", forget = [], secret }: Opening,
): Promise<Opened> {
  const sent = given === undefined ? undefined : Rules.readToken(given);
  const previous = sent && !Rules.isForged(sent) ? sent : undefined;
  const dropped = previous ? await mergeGuestCart(ctx, previous, owner) : [];
  const token = secret === undefined ? Rules.newToken(owner) : { secret, owner };
  const known = secret === undefined ? undefined : (await Table.read(ctx, token)).session;
  const session = known ?? started(ctx, token, { customer: true, epoch, userAgent });
  const ended = previous && previous.secret !== secret ? [previous] : [];
  await Table.exchange(ctx, { begun: [session], ended, forget });
  return { session, token, dropped, replayed: known !== undefined };
}

/** The customer's id; undefined for a guest. */
export const customerId = ({ session }: Shopper): string | undefined =>
  session?.customer ? Rules.customerOf(session.owner) : undefined;

/** The customer's open sessions, the newest first. */
export async function list(
  ctx: Context,
  current: Rules.Session,
  { minSessionEpoch }: Cart.Cart,
  { limit, cursor }: PageQuery,
): Promise<SessionList> {
  const after = cursor === undefined ? undefined : Rules.readCursor(cursor);
  const open = (await Table.list(ctx, current.owner)).filter((one) =>
    Rules.alive(one, ctx.now, minSessionEpoch),
  );
  const places = new Map(open.map((one) => [Rules.place(one), one]));
  const behind = [...places.keys()]
    .sort()
    .reverse()
    .filter((place) => after === undefined || place < after);
  const page = behind.slice(0, limit);
  const data = page
    .flatMap((place) => places.get(place) ?? [])
    .map((one) => view(one, one.id === current.id));
  const last = page.at(-1);
  return { data, nextCursor: last && behind.length > limit ? writeCursor(last) : null };
}

export const view = (session: Rules.Session, current: boolean): SessionView => ({
  id: session.id,
  current,
  createdAt: session.createdAt.toISOString(),
  lastSeenAt: session.seenAt.toISOString(),
  expiresAt: Rules.expiry(session).toISOString(),
  userAgent: session.userAgent,
});

/** Ends one of the owner's sessions. Refuses one that is not there. */
export async function end(ctx: Context, { owner }: Rules.Session, id: string): Promise<void> {
  if (Rules.isHash(id) && (await Table.end(ctx, { owner, id }))) return;
  throw new Refusal("session.unknown", "There is no such session, or it is not yours.");
}

/** Ends the session itself; that there is none any more is no refusal. */
export async function signOut(ctx: Context, { session }: Shopper): Promise<void> {
  if (session) await Table.end(ctx, session);
}

/** Begins a new epoch: of all the owner's sessions only `current` goes on. `forget` is deleted as well. */
export async function renew(
  ctx: Context,
  current: Shopper,
  epoch: number,
  forget: Key[] = [],
): Promise<void> {
  const { session } = current;
  if (!session) return;
  const others = (await Table.list(ctx, session.owner)).filter(({ id }) => id !== session.id);
  await Table.raise(ctx, session, epoch);
  await Cart.raiseMinSessionEpoch(ctx, current.cart, epoch);
  await Table.exchange(ctx, { ended: others, forget });
}

/** Ends all of the owner's sessions for good, with the cart; those that are being opened at this moment too. */
export async function close(ctx: Context, owner: string, forget: Key[] = []): Promise<void> {
  const ended = await Table.list(ctx, owner);
  await Table.exchange(ctx, { ended, puts: [Cart.tombstone(ctx, Rules.cartOf(owner))], forget });
}

/** The token as the shopper keeps it. Whoever holds it is the shopper: never log it. */
export const tokenOf = ({ token }: Pick<Shopper, "token">): string => Rules.writeToken(token);

/** A credential that only this session can make again, for a thing that belongs to it, such as a guest's order. */
export const credential = (shopper: Shopper, subject: string): string =>
  createHmac("sha256", shopper.token.secret).update(subject).digest("base64url");

/** When the cart is out of reach: a guest's with the session, if that comes first; a customer's never. */
export function cartExpiry({ session, cart }: Shopper): Date | undefined {
  if (!session || !cart.expiresAt) return cart.expiresAt;
  return new Date(Math.min(cart.expiresAt.getTime(), Rules.expiry(session).getTime()));
}

function stranger(ctx: Context): Shopper {
  const token = Rules.newGuestToken(ctx.now);
  return { session: undefined, cart: Cart.empty(Rules.cartOf(token.owner), false), token, isHeld: false };
}

const isUnused = (ctx: Context, token: Rules.Token, cart: Cart.Cart): boolean =>
  Rules.isUnused(token, ctx.now) && !Cart.isTombstone(cart);

const started = (
  { now }: Context,
  { owner, secret }: Rules.Token,
  { customer, epoch, userAgent }: { customer: boolean; epoch: number; userAgent: string },
): Rules.Session => ({
  owner,
  id: Rules.hashed(secret),
  customer,
  epoch,
  createdAt: now,
  seenAt: now,
  // What is cut may leave half of a character, which DynamoDB refuses.
  userAgent: userAgent.slice(0, 200).toWellFormed(),
});

/** Merges the previous token's guest cart into the customer's. Returns the skus that found no room. */
async function mergeGuestCart(ctx: Context, previous: Rules.Token, owner: string): Promise<string[]> {
  const { session, cart: theirs, otherCart: ours } = await Table.read(ctx, previous, owner);
  const guest = Cart.from(theirs, Rules.cartOf(previous.owner), { now: ctx.now, isCustomer: false });
  const isGuest = session
    ? !session.customer && Rules.alive(session, ctx.now, guest.minSessionEpoch)
    : isUnused(ctx, previous, guest);
  if (!isGuest) return [];
  const cart = Cart.from(ours, Rules.cartOf(owner), { now: ctx.now, isCustomer: true });
  return (await Cart.merge(ctx, guest, cart)).dropped;
}

/** Once a day at most, the same however often it runs; a request does not fail for it. */
async function touch(ctx: Context, session: Rules.Session): Promise<Rules.Session> {
  const touched = { ...session, seenAt: ctx.now };
  try {
    await Table.touch(ctx, touched);
    return touched;
  } catch (error) {
    log("warn", "session not touched", { requestId: ctx.requestId, error: describe(error) });
    return session;
  }
}
