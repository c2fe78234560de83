import { type Cart, joined, quantityOf } from "./cart.rules.ts";
import { MAX_LINES, MAX_QUANTITY } from "./cart.schema.ts";

/**
 * What a guest's cart has brought into a customer's, so that a merge which was cut short counts nothing twice when it is done again.
 * The customer has 1 of a shirt and the guest 3: the merged cart has 3, and 4 when the customer adds one. Where the guest has ordered
 * the 3 by the time the merge is done again, 2 are taken away: the customer is left with the 1, and the one that was added.
 */
export interface Brought {
  /** The guest's cart's id. */
  from: string;
  /** `own`: the customer's quantity before; `theirs`: the guest's. */
  lines: { sku: string; own: number; theirs: number }[];
}

/** A merge that was cut short is done again soon; another guest may have come meanwhile, hardly two. */
const BROUGHT_KEPT = 2;

/**
 * The customer's cart with the lines of the guest's, line by line the larger quantity, and with its marks, so that a write which comes
 * again is known; undefined where it has them. Lines that do not fit are left.
 */
export function merged(cart: Cart, guest: Pick<Cart, "id" | "lines" | "marks">): Cart | undefined {
  const before = cart.brought.find(({ from }) => from === guest.id)?.lines ?? [];
  const skus = new Set([...before, ...guest.lines].map(({ sku }) => sku));
  const brought = [...skus].map((sku) => ({
    sku,
    own: before.find((line) => line.sku === sku)?.own ?? quantityOf(sku, cart.lines),
    theirs: quantityOf(sku, guest.lines),
  }));
  const growth = brought.map(({ sku, own, theirs }) => {
    const then = before.find((line) => line.sku === sku)?.theirs ?? 0;
    return { sku, quantity: Math.max(own, theirs) - Math.max(own, then) };
  });
  const marks = joined(cart.marks, guest.marks);
  if (marks === cart.marks && growth.every(({ quantity }) => quantity === 0)) return undefined;

  const isNew = ({ sku }: { sku: string }) => !cart.lines.some((line) => line.sku === sku);
  const lines = [...cart.lines, ...guest.lines.filter(isNew).map((line) => ({ ...line, quantity: 0 }))]
    .map((line) => ({
      ...line,
      quantity: Math.min(line.quantity + quantityOf(line.sku, growth), MAX_QUANTITY),
    }))
    .filter(({ quantity }) => quantity > 0)
    .slice(0, MAX_LINES);
  const rest = cart.brought
    .filter(({ from }) => from !== guest.id)
    .map(({ from, lines }) => ({ from, lines: lines.filter(({ sku }) => !skus.has(sku)) }));
  const kept = [...rest, { from: guest.id, lines: brought }].slice(-BROUGHT_KEPT);
  return { ...cart, version: cart.version + 1, lines, marks, brought: kept };
}

const LAST_EPOCH = Number.MAX_SAFE_INTEGER;

/** What is left of a cart that was merged into another, or whose customer is erased: no session opens it any more. */
export const buried = (cart: Cart, expiresAt: Date | undefined, movedAt?: Date): Cart => ({
  ...cart,
  version: cart.version + 1,
  lines: [],
  marks: [],
  brought: [],
  epoch: LAST_EPOCH,
  keep: false,
  expiresAt,
  movedAt,
});

export const isBuried = ({ epoch }: Cart): boolean => epoch === LAST_EPOCH;
