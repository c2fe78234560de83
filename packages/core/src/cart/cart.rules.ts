import { type Checkout, enteredAfter } from "./cart.checkout.rules.ts";
import { addedAfter, type Line } from "./cart.lines.rules.ts";

export interface Cart {
  id: string;
  /** Counts every change. 0: nothing is stored. */
  version: number;
  lines: Line[];
  /** Undefined: nothing was entered since the last order. */
  checkout?: Checkout | undefined;
  /** The last 32 writes, the oldest first. A repeated write is recognised by them. */
  recentWrites: string[];
  /** The last version that was ordered and whose units have been removed. */
  orderedVersion: number;
  /** Sessions with a lower epoch have ended. It is here because each session is read with its cart. */
  minSessionEpoch: number;
  /** Undefined: the cart does not expire, or nothing is stored. */
  expiresAt: Date | undefined;
  /** A customer's cart does not expire. A guest's does. */
  isCustomer: boolean;
  /** When a guest's cart was merged into a customer's. */
  mergedAt?: Date | undefined;
}

/** A guest's cart lives as long as a session can last, so that no cart expires before its session. */
export const LIFETIME_MS = 90 * 86_400_000;

export const lifetimeFrom = (now: Date): Date => new Date(now.getTime() + LIFETIME_MS);

/** When a cart that is changed now expires. */
export const expiryOf = ({ isCustomer }: Cart, now: Date): Date | undefined =>
  isCustomer ? undefined : lifetimeFrom(now);

export const empty = (id: string, isCustomer: boolean): Cart => ({
  id,
  isCustomer,
  version: 0,
  lines: [],
  recentWrites: [],
  orderedVersion: 0,
  minSessionEpoch: 0,
  expiresAt: undefined,
});

/**
 * The cart without the units that an order of its version `version` has sold, and without the fields that it
 * has used. Units and fields that came later stay, whatever was removed in between. Undefined if the order's
 * units have been removed already.
 */
export function withoutOrdered(cart: Cart, version: number, expiresAt: Date | undefined): Cart | undefined {
  if (cart.orderedVersion >= version) return undefined;
  const lines = addedAfter(version, cart.lines);
  const checkout = enteredAfter(version, cart.checkout);
  return { ...cart, version: cart.version + 1, lines, checkout, orderedVersion: version, expiresAt };
}
