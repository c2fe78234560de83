import { createHmac } from "node:crypto";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Rules from "./session.rules.ts";
import * as Table from "./session.table.ts";

/** Who is at the other end: a session with its cart, in memory for one request. */
export interface Shopper {
  /** Undefined: nothing is stored yet; `begin` stores it once there is a reason to. */
  session: Rules.Session | undefined;
  cart: Cart.Cart;
  token: Rules.Token;
}

/** The longest that a cookie need live, in seconds. */
export const MAX_AGE_S = Rules.ABSOLUTE_MS / 1000;

/**
 * The shopper whose token this is, session and cart in one call. A token that is missing, garbled, unknown or expired
 * makes a new shopper with an empty cart, of whom nothing is stored.
 */
export async function resume(ctx: Context, given: string | undefined): Promise<Shopper> {
  const token = given === undefined ? undefined : Rules.parsed(given);
  if (!token) return stranger(ctx);
  const id = Rules.hashed(token.secret);
  const { session: found, cart } = await Table.read(ctx, id, token.cartId);
  // The cart's id in the token is a hint that saves a call: what counts is the one that the session names.
  if (!found || !Rules.alive(found, ctx.now) || found.cartId !== token.cartId) return stranger(ctx);
  const session = Rules.dueForTouch(found, ctx.now) ? await touch(ctx, found) : found;
  return { session, cart, token };
}

/** Stores the session of a shopper who has none yet. The token to hand out is `text(shopper)`. */
export async function begin(ctx: Context, shopper: Shopper): Promise<Shopper> {
  const session = {
    id: Rules.hashed(shopper.token.secret),
    cartId: shopper.cart.id,
    createdAt: ctx.now,
    seenAt: ctx.now,
  };
  // False means that our own first attempt was stored and its answer lost: nobody else has this token.
  await Table.create(ctx, session);
  return { ...shopper, session };
}

/** The token as the shopper keeps it. Whoever holds it is the shopper: never log it. */
export const text = (shopper: Shopper): string => Rules.written(shopper.token);

/** A credential that only this session can make again, for a thing that belongs to it, such as a guest's order. */
export const credential = (shopper: Shopper, subject: string): string =>
  createHmac("sha256", shopper.token.secret).update(subject).digest("base64url");

/** When the cart is out of reach: its own expiry, or its session's if that comes first. */
export function cartExpiry({ session, cart }: Shopper): Date | undefined {
  if (!session || !cart.expiresAt) return cart.expiresAt;
  return new Date(Math.min(cart.expiresAt.getTime(), Rules.expiry(session).getTime()));
}

function stranger(ctx: Context): Shopper {
  const token = Rules.newToken(ctx.now);
  return { session: undefined, cart: Cart.empty(token.cartId), token };
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
