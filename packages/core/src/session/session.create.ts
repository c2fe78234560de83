import type { Key } from "../aws/dynamo.ts";
import type { ConditionalPut } from "../aws/dynamo.write.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { cartOf, customerOf, isAlive, type Session } from "./session.rules.ts";
import * as Table from "./session.table.ts";
import { isUnused, type Shopper } from "./shopper.ts";
import { isForged, newToken, readToken, sessionIdOf, type Token } from "./token.rules.ts";

/** A new session, and the token that opens it. */
export interface Created {
  session: Session;
  token: Token;
  /** The SKUs of the guest's lines for which the customer's cart had no room. */
  dropped: string[];
  /** An earlier request created the session. Its answer was lost. */
  replayed?: boolean;
}

/** Stores the session of a guest who has none yet. The client then needs `tokenOf(shopper)`. */
export async function createForGuest(ctx: Context, shopper: Shopper, userAgent = ""): Promise<Shopper> {
  const session = newGuestSession(ctx, shopper, userAgent);
  // False: it is stored already, by our own first attempt or by another first write at the same time.
  await Table.create(ctx, session);
  return { ...shopper, session };
}

/** The same in one transaction with `puts`, the first version of the cart. Undefined: nothing was stored. */
export async function createForGuestWith(
  ctx: Context,
  shopper: Shopper,
  puts: ConditionalPut[],
  userAgent = "",
): Promise<Shopper | undefined> {
  const session = newGuestSession(ctx, shopper, userAgent);
  return (await Table.createWith(ctx, session, puts)) ? { ...shopper, session } : undefined;
}

const newGuestSession = (ctx: Context, { token }: Shopper, userAgent: string): Session =>
  newSession(ctx, token, { isCustomer: false, epoch: 0, userAgent });

interface Options {
  /** The account's password version. */
  epoch: number;
  userAgent?: string | undefined;
  /** Items that are deleted in the same call. */
  alsoDelete?: Key[];
  /** The secret of the new token. A repeated request gives the same secret, and so gets the same session. */
  secret?: string | undefined;
}

/**
 * Creates a customer's session with a new token, and ends the session of `sentToken`. If that was a guest's
 * session, its cart is merged into the customer's cart first. Another customer's cart stays as it is.
 */
export async function createForCustomer(
  ctx: Context,
  sentToken: string | undefined,
  owner: string,
  { epoch, userAgent = "", alsoDelete = [], secret }: Options,
): Promise<Created> {
  const sent = sentToken === undefined ? undefined : readToken(sentToken);
  const previous = sent && !isForged(sent) ? sent : undefined;
  const dropped = previous ? await mergeGuestCart(ctx, previous, owner) : [];
  const token = secret === undefined ? newToken(owner) : { secret, owner };
  const existing = secret === undefined ? undefined : (await Table.read(ctx, token)).session;
  const session = existing ?? newSession(ctx, token, { isCustomer: true, epoch, userAgent });
  const ended = previous && previous.secret !== secret ? [previous] : [];
  await Table.writeBatch(ctx, { created: [session], ended, deletes: alsoDelete });
  return { session, token, dropped, replayed: existing !== undefined };
}

/** Merges the cart of the guest with this token. Returns the SKUs for which there was no room. */
async function mergeGuestCart(ctx: Context, token: Token, owner: string): Promise<string[]> {
  const { session, cart, otherCart } = await Table.read(ctx, token, { other: owner });
  const guest = Cart.from(cart, cartOf(token.owner), { now: ctx.now, isCustomer: false });
  const isGuest = session
    ? !session.isCustomer && isAlive(session, ctx.now, guest.minSessionEpoch)
    : isUnused(ctx, token, guest);
  if (!isGuest) return [];
  const customer = Cart.from(otherCart, cartOf(owner), { now: ctx.now, isCustomer: true });
  return (await Cart.merge(ctx, guest, customer, customerOf(owner))).dropped;
}

const newSession = (
  { now }: Context,
  { owner, secret }: Token,
  { userAgent, ...rest }: Pick<Session, "isCustomer" | "epoch" | "userAgent">,
): Session => ({
  ...rest,
  owner,
  id: sessionIdOf(secret),
  createdAt: now,
  seenAt: now,
  // The cut may split a surrogate pair, and DynamoDB refuses half of one.
  userAgent: userAgent.slice(0, 200).toWellFormed(),
});
