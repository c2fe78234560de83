/** A line keeps the price that the shopper was shown, in minor units. */
export interface Line {
  quantity: number;
  price: number;
}

export interface Cart {
  lines: Record<string, Line>;
  /** The last writes, so that a repeated one counts once. */
  done: string[];
}

/** One write of a shopper. The client repeats it with the same `id` until it is answered. */
export type Write = { id: string } & (
  | { kind: "add"; sku: string; quantity: number; price: number }
  | { kind: "clear" }
);

const REMEMBERED = 16;

export const emptyCart = (): Cart => ({ lines: {}, done: [] });

/** The cart after a write. Returns the same object if it already contains the write. */
export function apply(cart: Cart, write: Write): Cart {
  if (cart.done.includes(write.id)) return cart;
  const done = [...cart.done, write.id].slice(-REMEMBERED);
  if (write.kind === "clear") return { lines: {}, done };
  const { sku, quantity, price } = write;
  const before = cart.lines[sku]?.quantity ?? 0;
  return { lines: { ...cart.lines, [sku]: { quantity: before + quantity, price } }, done };
}

export const total = ({ lines }: Cart): number =>
  Object.values(lines).reduce((sum, { quantity, price }) => sum + quantity * price, 0);
