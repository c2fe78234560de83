import { type Cart, type Line, type Moved, type Quantity, quantityOf, without } from "./cart.rules.ts";
import { MAX_LINES } from "./cart.schema.ts";

/**
 * The customer's cart with the lines of the guest's cart `from`; undefined where it has them. What an earlier attempt brought
 * is merged anew: some of it may have been sold or taken out since.
 */
export function merged(cart: Cart, from: string, theirs: Line[]): Cart | undefined {
  const { brought } = cart;
  const isAgain = brought?.from === from;
  const gained = gainedFrom(cart, from);
  // A line that is nothing without it keeps its place.
  const own = cart.lines.map((line) => ({
    ...line,
    quantity: Math.max(0, line.quantity - quantityOf(line.sku, gained)),
  }));
  const lines = union(own, theirs);
  const also = isAgain ? brought.also : inBoth(cart, theirs);
  const same =
    lines.length === cart.lines.length &&
    lines.every(({ sku, quantity }, i) => sku === cart.lines[i]?.sku && quantity === cart.lines[i]?.quantity);
  if (same && (isAgain || also.length === 0)) return undefined;
  return { ...cart, version: cart.version + 1, lines, brought: { from, gained: less(lines, own), also } };
}

/** By how much the customer's cart has grown by the guest's cart `from`. */
export const gainedFrom = ({ brought }: Cart, from: string): Quantity[] =>
  brought?.from === from ? brought.gained : [];

/** What the customer's cart loses when what `from` has brought is `sold`: not what the guest's cart merged after it had too. */
export function lost({ brought }: Cart, from: string, gained: Quantity[], sold: Quantity[]): Quantity[] {
  const taken = common(gained, sold);
  return brought && brought.from !== from ? less(taken, brought.also) : taken;
}

/** What the guest's cart that was merged last has brought, and this one would have brought as well without it. */
function inBoth({ lines, brought }: Cart, theirs: Line[]): Quantity[] {
  if (!brought) return [];
  const before = without(lines, brought.gained);
  return common(brought.gained, less(union(before, theirs), before));
}

/** Line by line the larger quantity: the same however often it runs, and in whatever order. What does not fit is left. */
function union(lines: Line[], others: Line[]): Line[] {
  const larger = lines.map((line) => ({
    ...line,
    quantity: Math.max(line.quantity, quantityOf(line.sku, others)),
  }));
  const added = others.filter(({ sku }) => !lines.some((line) => line.sku === sku));
  return [...larger, ...added].filter(({ quantity }) => quantity > 0).slice(0, MAX_LINES);
}

/** By how much `some` is more than `others`. */
const less = (some: Quantity[], others: Quantity[]): Quantity[] =>
  some
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - quantityOf(sku, others) }))
    .filter(({ quantity }) => quantity > 0);

/** What is in both, in the smaller quantity. */
const common = (some: Quantity[], others: Quantity[]): Quantity[] =>
  some
    .map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, quantityOf(sku, others)) }))
    .filter(({ quantity }) => quantity > 0);

const LAST_EPOCH = Number.MAX_SAFE_INTEGER;

/** What is left of a cart that was merged into another, or whose customer is erased: no session opens it any more. */
export const buried = (cart: Cart, expiresAt: Date | undefined, moved?: Moved): Cart => ({
  ...cart,
  version: cart.version + 1,
  lines: [],
  marks: [],
  epoch: LAST_EPOCH,
  keep: false,
  expiresAt,
  brought: undefined,
  moved,
});

export const isBuried = ({ epoch }: Cart): boolean => epoch === LAST_EPOCH;
