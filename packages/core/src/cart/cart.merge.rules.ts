import { laterOf } from "./cart.checkout.rules.ts";
import { type Line, quantityOf, set } from "./cart.lines.rules.ts";
import type { Cart } from "./cart.rules.ts";
import { MAX_LINES } from "./cart.schema.ts";
import { mergeRecentWrites } from "./cart.writes.rules.ts";

/**
 * Merges the guest's lines into the customer's cart: for each SKU the larger quantity, at most 100 lines. The
 * guest's recent writes are merged too, so that a repeated write is recognised. The fields for the order come
 * from the cart in which they were changed last. `dropped`: the guest's SKUs that did not fit.
 */
export function mergeCarts(
  cart: Cart,
  guest: Pick<Cart, "lines" | "recentWrites" | "checkout">,
): { cart: Cart; dropped: string[] } {
  const version = cart.version + 1;
  const larger = (line: Line): Line => {
    const quantity = Math.max(line.quantity, quantityOf(line.sku, guest.lines));
    const [changed = line] = set({ sku: line.sku, price: line.addedPrice }, quantity)([line], version);
    return changed;
  };
  const added = guest.lines
    .filter(({ sku }) => !cart.lines.some((line) => line.sku === sku))
    .map((line) => ({ ...line, lots: [{ version, quantity: line.quantity }] }));
  const all = [...cart.lines.map(larger), ...added];
  const recentWrites = mergeRecentWrites(cart.recentWrites, guest.recentWrites);
  const checkout = laterOf(cart.checkout, guest.checkout, version);
  return {
    cart: { ...cart, version, lines: all.slice(0, MAX_LINES), checkout, recentWrites },
    dropped: all.slice(MAX_LINES).map(({ sku }) => sku),
  };
}

/** No session has such an epoch, so no session opens a tombstone. */
const NO_SESSION = Number.MAX_SAFE_INTEGER;

/**
 * Replaces a cart that was merged into another cart, or whose customer was erased. A merged
 * cart's tombstone keeps the recent writes, so that a write whose answer was lost is recognised.
 */
export const tombstone = (cart: Cart, expiresAt: Date | undefined, mergedAt?: Date): Cart => ({
  ...cart,
  version: cart.version + 1,
  lines: [],
  checkout: undefined,
  minSessionEpoch: NO_SESSION,
  isCustomer: false,
  expiresAt,
  mergedAt,
});

export const isTombstone = ({ minSessionEpoch }: Cart): boolean => minSessionEpoch === NO_SESSION;

/** Longer than any request takes. */
const JUST_NOW_MS = 10_000;

/** Whether the guest's cart was merged so recently that a request may still be using the guest's session. */
export const wasJustMerged = ({ mergedAt }: Cart, now: Date): boolean =>
  mergedAt !== undefined && Math.abs(now.getTime() - mergedAt.getTime()) < JUST_NOW_MS;
