import type { Variant } from "../catalog/catalog.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import { MAX_LINES, MAX_QUANTITY } from "./cart.schema.ts";

export interface Line {
  sku: string;
  quantity: number;
  /** Minor units: the price that the shopper saw at the last change of this line. A later price is compared with it. */
  addedPrice: number;
  /** Which change put in how many of the units, oldest first. They add up to `quantity`. */
  lots: Lot[];
}

/** Units of a line that came in with one change: an order of an earlier version has not sold them. */
export interface Lot {
  /** The cart's version after that change. */
  version: number;
  quantity: number;
}

export interface Cart {
  id: string;
  /** Counts every change. 0: nothing is stored. */
  version: number;
  lines: Line[];
  /** The last changes, each by its mark, so that one that comes again is known for what it is. */
  marks: string[];
  /** The last version that was ordered and whose units have been removed. */
  orderedVersion: number;
  /** A customer's sessions of an older epoch are over; it stands here because every session is read with its cart. */
  epoch: number;
  /** Undefined: it stays, or nothing is stored. */
  expiresAt: Date | undefined;
  /** A customer's cart is kept; a guest's ends some day. */
  keep: boolean;
  /** When it was merged into a customer's, and buried. */
  movedAt?: Date | undefined;
}

export interface Quantity {
  sku: string;
  quantity: number;
}

/** One write as the client means it. Sent twice with the same `key`, it counts once. */
export interface Write {
  key: string;
  /** Whether the key is the client's own, by which it may ask again; else it tells our own attempts from others'. */
  keyed: boolean;
  /** What the write asks for: the same key may not ask for something else. */
  fingerprint: string;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

/** A guest's cart lives at least as long as a session can last: no cart ends before the session that it belongs to. */
export const LIFETIME_MS = 90 * 86_400_000;

export const lifetimeFrom = (now: Date): Date => new Date(now.getTime() + LIFETIME_MS);

/** Old marks make room for new ones: a retry comes soon, and 32 of them weigh under 1 KB. */
const MARKS_KEPT = 32;

/** A change of lines that makes `version`. It returns the same array if there is nothing to change. */
export type Change = (lines: Line[], version: number) => Line[];

type Priced = Pick<Variant, "sku" | "price">;

export const add =
  (variant: Priced, quantity: number): Change =>
  (lines, version) =>
    set(variant, quantityOf(variant.sku, lines) + quantity)(lines, version);

/** Sets a line's quantity, and accepts the variant's current price for it. */
export const set =
  ({ sku, price }: Priced, quantity: number): Change =>
  (lines, version) => {
    if (quantity === 0) return remove(sku)(lines, version);
    if (quantity > MAX_QUANTITY) {
      throw new Refusal("cart.quantity_limit", `A line holds at most ${MAX_QUANTITY} of a variant.`);
    }
    const line = lines.find((line) => line.sku === sku);
    if (!line && lines.length >= MAX_LINES)
      throw new Refusal("cart.line_limit", `A cart holds at most ${MAX_LINES} lines.`);
    const changed = { sku, quantity, addedPrice: price, lots: resized(line?.lots ?? [], quantity, version) };
    return line ? lines.map((other) => (other === line ? changed : other)) : [...lines, changed];
  };

/** The lots of `quantity` units: what is added makes a new lot, and what is removed comes from the oldest ones. */
function resized(lots: Lot[], quantity: number, version: number): Lot[] {
  const more = quantity - sum(lots);
  if (more > 0) return [...lots, { version, quantity: more }];
  let fewer = -more;
  const left = lots.map((lot) => {
    const taken = Math.min(lot.quantity, fewer);
    fewer -= taken;
    return { ...lot, quantity: lot.quantity - taken };
  });
  return left.filter((lot) => lot.quantity > 0);
}

const sum = (lots: Lot[]): number => lots.reduce((total, { quantity }) => total + quantity, 0);

export const remove =
  (sku: string): Change =>
  (lines) =>
    lines.some((line) => line.sku === sku) ? lines.filter((line) => line.sku !== sku) : lines;

export const clear: Change = (lines) => (lines.length === 0 ? lines : []);

/** Whether this write has already been done. Refuses a key that was used for something else. */
export function isDone({ marks }: Cart, { key, fingerprint }: Write): boolean {
  const mark = marks.find((mark) => mark.startsWith(short(key)));
  if (mark === undefined) return false;
  if (mark === markOf(key, fingerprint)) return true;
  throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for a different request.");
}

/** RFC 9110 §13.1.1; `*` stands for any cart that is there at all. */
export function checkMatch({ version }: Cart, { ifMatch }: Write): void {
  if (ifMatch === undefined || (ifMatch.trim() === "*" && version > 0)) return;
  if (ifMatch.split(",").some((tag) => tag.trim() === `"${version}"`)) return;
  throw new Refusal("cart.changed", `The cart has changed; it is at version ${version} now.`);
}

/**
 * The cart after a write; undefined where there is nothing to do. A write that changes no line is remembered all the same if
 * it has a key, so that it does nothing later either: but for a guest who has no cart yet.
 */
export function changed(
  cart: Cart,
  write: Write,
  change: Change,
  expiresAt: Date | undefined,
): Cart | undefined {
  if (isDone(cart, write)) return undefined;
  checkMatch(cart, write);
  const lines = change(cart.lines, cart.version + 1);
  if (lines === cart.lines && !(write.keyed && (cart.keep || cart.version > 0))) return undefined;
  const marks = [...cart.marks, markOf(write.key, write.fingerprint)].slice(-MARKS_KEPT);
  return { ...cart, version: cart.version + 1, lines, marks, expiresAt };
}

/**
 * The cart after an order of its version `version`: that order has sold every unit that was in it then. Units that came in
 * later stay, whatever was removed in between. Undefined if the order has been removed already.
 */
export function withoutOrdered(cart: Cart, version: number, expiresAt: Date | undefined): Cart | undefined {
  if (cart.orderedVersion >= version) return undefined;
  const lines = addedAfter(version, cart.lines);
  return { ...cart, version: cart.version + 1, lines, orderedVersion: version, expiresAt };
}

/** The lines with only those units that came in after `version`. */
export const addedAfter = (version: number, lines: Line[]): Line[] =>
  lines.flatMap((line) => {
    const lots = line.lots.filter((lot) => lot.version > version);
    return lots.length > 0 ? [{ ...line, lots, quantity: sum(lots) }] : [];
  });

/** 0 where there is none. */
export const quantityOf = (sku: string, among: Quantity[]): number =>
  among.find((one) => one.sku === sku)?.quantity ?? 0;

/** The marks of both, one of each key; where there are too many, the last of each. */
export function joined(marks: string[], others: string[]): string[] {
  const keys = new Set(marks.map(keyOf));
  const share = Math.max(MARKS_KEPT / 2, MARKS_KEPT - marks.length);
  const more = others.slice(-share).filter((mark) => !keys.has(keyOf(mark)));
  return [...marks, ...more].slice(-MARKS_KEPT);
}

const markOf = (key: string, fingerprint: string): string => short(key) + short(fingerprint);

const keyOf = (mark: string): string => mark.slice(0, SHORT);

/** 72 bits: enough to tell a few dozen marks apart. */
const SHORT = 12;
const short = (text: string): string => sha256(text).slice(0, SHORT);
