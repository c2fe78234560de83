import { type Cart, joined, quantityOf } from "./cart.rules.ts";
import { MAX_LINES } from "./cart.schema.ts";

/**
 * The customer's cart with the lines of the guest's, line by line the larger quantity, up to a hundred, and with its marks, so that a
 * write which comes again is known.
 */
export function merged(cart: Cart, guest: Pick<Cart, "lines" | "marks">): Cart {
  const larger = cart.lines.map((line) => ({
    ...line,
    quantity: Math.max(line.quantity, quantityOf(line.sku, guest.lines)),
  }));
  const added = guest.lines.filter(({ sku }) => !cart.lines.some((line) => line.sku === sku));
  const lines = [...larger, ...added].slice(0, MAX_LINES);
  return { ...cart, version: cart.version + 1, lines, marks: joined(cart.marks, guest.marks) };
}

const LAST_EPOCH = Number.MAX_SAFE_INTEGER;

/**
 * What is left of a cart that was merged into another, or whose customer is erased: no session opens it any more. A change that is
 * still under way finds its mark there.
 */
export const buried = (cart: Cart, expiresAt: Date | undefined, movedAt?: Date): Cart => ({
  ...cart,
  version: cart.version + 1,
  lines: [],
  epoch: LAST_EPOCH,
  keep: false,
  expiresAt,
  movedAt,
});

export const isBuried = ({ epoch }: Cart): boolean => epoch === LAST_EPOCH;
