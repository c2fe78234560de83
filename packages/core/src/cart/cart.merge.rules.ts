import { type Cart, joined, type Ordered, type Quantity, quantityOf } from "./cart.rules.ts";
import { MAX_LINES, MAX_QUANTITY } from "./cart.schema.ts";

/**
 * What a guest's cart has brought into a customer's, so that a merge which was cut short counts nothing twice when it is done again.
 * The customer has 1 of a shirt and the guest 3: the merged cart has 3, and 4 when the customer adds one. Where the guest has ordered
 * the 3 by the time the merge is done again, 2 are taken away: the customer is left with the 1, and the one that was added.
 */
export interface Brought {
  /** The guest's cart, and the version of it that was merged. */
  from: string;
  version: number;
  /** The version that the customer's cart was at. */
  at: number;
  /** `own`: the customer's quantity before; `theirs`: the guest's. The line has the larger one of them, and what came to it since. */
  lines: { sku: string; own: number; theirs: number }[];
}

/** A merge that was cut short is done again soon; another guest may have come meanwhile, hardly two. */
const BROUGHT_KEPT = 2;

/**
 * The customer's cart with the lines of the guest's, line by line the larger quantity, and with its marks, so that a write which comes
 * again is known; undefined where nothing changes. Lines that do not fit are left.
 */
export function merged(cart: Cart, guest: Cart): Cart | undefined {
  const known = cart.brought.find(({ from }) => from === guest.id);
  // Of two who sign in at once, the slower one may have read the guest's cart as it was before.
  if (known && known.version > guest.version) return undefined;
  const skus = new Set([...(known?.lines ?? []), ...guest.lines].map(({ sku }) => sku));
  const brought = [...skus].map((sku) => {
    const before = known?.lines.find((line) => line.sku === sku);
    const own = before?.own ?? quantityOf(sku, cart.lines);
    const theirs = quantityOf(sku, guest.lines);
    return { sku, own, theirs, growth: Math.max(own, theirs) - Math.max(own, before?.theirs ?? 0) };
  });
  const marks = joined(cart.marks, guest.marks);
  const grows = brought.some(({ growth }) => growth !== 0);
  if (known?.version === guest.version && marks === cart.marks && !grows) return undefined;

  const growthOf = (sku: string) => brought.find((line) => line.sku === sku)?.growth ?? 0;
  const added = guest.lines.filter(({ sku }) => !cart.lines.some((line) => line.sku === sku));
  const lines = [...cart.lines, ...added.map((line) => ({ ...line, quantity: 0 }))]
    .map((line) => ({ ...line, quantity: Math.min(line.quantity + growthOf(line.sku), MAX_QUANTITY) }))
    .filter(({ quantity }) => quantity > 0)
    .slice(0, MAX_LINES);
  const mine = brought.map(({ sku, own, theirs, growth }) => {
    const fits = quantityOf(sku, lines) - quantityOf(sku, cart.lines) === growth;
    return fits ? { sku, own, theirs } : settled({ sku, own, theirs });
  });
  const others = cart.brought
    .filter((one) => one !== known)
    .map((one) => ({ ...one, lines: one.lines.filter(({ sku }) => !skus.has(sku)) }));
  const last = { from: guest.id, version: guest.version, at: cart.version, lines: mine };
  return {
    ...cart,
    version: cart.version + 1,
    lines,
    marks,
    brought: [...others, last].slice(-BROUGHT_KEPT),
  };
}

/** `after`, which the customer has made of `before`: of a line that has become less, a guest's cart takes nothing away any more. */
export function kept(before: Cart, after: Cart | undefined): Cart | undefined {
  if (!after || before.brought.length === 0) return after;
  const isLess = (sku: string) => quantityOf(sku, after.lines) < quantityOf(sku, before.lines);
  const brought = after.brought.map((one) => ({
    ...one,
    lines: one.lines.map((line) => (isLess(line.sku) ? settled(line) : line)),
  }));
  return { ...after, brought };
}

/**
 * What an order takes out of the cart. Of what a guest's cart has brought since it was placed, nothing: the customer had 2 of a
 * shirt and has ordered them, the guest had 3, so 3 are left.
 */
export function taken({ brought }: Cart, { version, lines }: Ordered): Quantity[] {
  const since = brought.filter(({ at }) => at >= version).flatMap((one) => one.lines);
  return lines.map(({ sku, quantity }) => {
    const line = since.find((line) => line.sku === sku);
    if (!line) return { sku, quantity };
    return { sku, quantity: Math.max(line.own, line.theirs) - Math.max(line.own - quantity, line.theirs) };
  });
}

const settled = ({ sku, own, theirs }: Brought["lines"][number]) => ({
  sku,
  own: Math.max(own, theirs),
  theirs,
});

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
