import { createHmac } from "node:crypto";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { customerOf, expiry, type Session } from "./session.rules.ts";
import * as Token from "./token.rules.ts";

/** The client of a request: the session with its cart. */
export interface Shopper {
  /** Undefined: no session is stored yet. `createForGuest` stores one with the first write. */
  session: Session | undefined;
  cart: Cart.Cart;
  token: Token.Token;
  /** Whether the request came with this token, so that the client need not get it again. */
  isTokenKnown: boolean;
  /** Whether the request came with a token whose session has ended. */
  hasEnded?: boolean;
  /**
   * Whether the request came with the token of a guest who has signed in a moment ago. The answer with the
   * new token may still be on its way.
   */
  hasJustSignedIn?: boolean;
}

/** The customer's ID. Undefined: the shopper is a guest. */
export const customerId = ({ session }: Shopper): string | undefined =>
  session?.isCustomer ? customerOf(session.owner) : undefined;

/** The token as text. Whoever has it can use the session: never log it. */
export const tokenOf = ({ token }: Pick<Shopper, "token">): string => Token.writeToken(token);

/** A credential for `subject`, such as a guest's order. Only the session's own token can make it again. */
export const credential = (shopper: Shopper, subject: string): string =>
  createHmac("sha256", shopper.token.secret).update(subject).digest("base64url");

/** When the shopper loses the cart: a guest at the end of the session or of the cart, a customer never. */
export function cartExpiry({ session, cart }: Shopper): Date | undefined {
  if (!session || !cart.expiresAt) return cart.expiresAt;
  return new Date(Math.min(cart.expiresAt.getTime(), expiry(session).getTime()));
}

/** Whether a token without a stored session is that of a guest who has not written anything yet. */
export const isUnused = (ctx: Context, token: Token.Token, cart: Cart.Cart): boolean =>
  Token.isUnused(token, ctx.now) && !Cart.isTombstone(cart);
