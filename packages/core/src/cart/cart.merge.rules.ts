import { type Cart, joined, type Line, quantityOf, set } from "./cart.rules.ts";
import { MAX_LINES } from "./cart.schema.ts";

/**
 * The customer's cart with the guest's lines: line by line the larger quantity, at most a hundred lines. It also takes over the
 * guest's marks, so that a repeated write is recognised. `dropped`: the skus of the guest that found no room.
 */
export function merged(cart: Cart, guest: Pick<Cart, "lines" | "marks">): { cart: Cart; dropped: string[] } {
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
  return {
    cart: { ...cart, version, lines: all.slice(0, MAX_LINES), marks: joined(cart.marks, guest.marks) },
    dropped: all.slice(MAX_LINES).map(({ sku }) => sku),
  };
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
