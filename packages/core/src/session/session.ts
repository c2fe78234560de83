import type { Reads } from "../cache/cache.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import { cartOf, isAlive, isDueForTouch, type Session } from "./session.rules.ts";
import * as Table from "./session.table.ts";
import { isUnused, type Shopper } from "./shopper.ts";
import { isForged, newGuestToken, readToken } from "./token.rules.ts";

export type { ConditionalPut } from "../aws/dynamo.write.ts";
export { type Created, createForCustomer, createForGuest, createForGuestWith } from "./session.create.ts";
export { list } from "./session.list.ts";
export { revoke, revokeAll, revokeOlder, revokeOthers, signOut } from "./session.revoke.ts";
export { cartOf, customerOf, MAX_AGE_S, newOwner, ownerOf } from "./session.rules.ts";
export { view } from "./session.view.ts";
export { cartExpiry, credential, customerId, type Shopper, tokenOf } from "./shopper.ts";

/** Whether this text has the format of a session's token. */
export const isToken = (text: string): boolean => readToken(text) !== undefined;

/**
 * Returns the shopper with this token: the session and its cart, read in one call. If the token is missing,
 * malformed, unknown or expired, returns a new guest with an empty cart, and stores nothing. A guest's token
 * without a session stays valid. `reads`: what the request needs of the shared cache, read in the same call.
 */
export async function resume(ctx: Context, sentToken: string | undefined, reads?: Reads): Promise<Shopper> {
  const token = sentToken === undefined ? undefined : readToken(sentToken);
  if (!token) return newGuest(ctx);
  if (isForged(token)) return { ...newGuest(ctx), hasEnded: true };
  const { session, cart: item } = await Table.read(ctx, token, { reads });
  const isCustomer = session?.isCustomer ?? false;
  const cart = Cart.from(item, cartOf(token.owner), { now: ctx.now, isCustomer });
  if (session && isAlive(session, ctx.now, cart.minSessionEpoch)) {
    return { session: await touchDaily(ctx, session), cart, token, isTokenKnown: true };
  }
  // Several first writes may run at once: the first one stores the cart before the session.
  if (!session && isUnused(ctx, token, cart)) return { session: undefined, cart, token, isTokenKnown: true };
  return { ...newGuest(ctx), hasEnded: true, hasJustSignedIn: Cart.wasJustMerged(cart, ctx.now) };
}

function newGuest(ctx: Context): Shopper {
  const token = newGuestToken(ctx.now);
  const cart = Cart.empty(cartOf(token.owner), false);
  return { session: undefined, cart, token, isTokenKnown: false };
}

/** Keeps the session alive, with one write a day. If the write fails, the request still goes on. */
async function touchDaily(ctx: Context, session: Session): Promise<Session> {
  if (!isDueForTouch(session, ctx.now)) return session;
  const touched = { ...session, seenAt: ctx.now };
  try {
    await Table.touch(ctx, touched);
    return touched;
  } catch (error) {
    log("warn", "session not touched", { requestId: ctx.requestId, error: describe(error) });
    return session;
  }
}
