import { Refusal } from "../refusal.ts";
import { MAX_LINES, MAX_QUANTITY } from "./cart.schema.ts";

export interface Line {
  sku: string;
  quantity: number;
  /** Minor units: the price at the last change of this line. The current price is compared with it. */
  addedPrice: number;
  /** Which change added how many of the units, oldest first. They add up to `quantity`. */
  lots: Lot[];
}

/** Units of a line that were added by one change. An order of an earlier version has not sold them. */
export interface Lot {
  /** The cart's version after that change. */
  version: number;
  quantity: number;
}

/** A variant's price, in minor units. */
export interface SkuPrice {
  sku: string;
  price: number;
}

/** `version` is the cart's version after the change. `remove` and `clear` return the same array if there is nothing to remove. */
export type Change = (lines: Line[], version: number) => Line[];

/** `path`: the field of the request that contains the item. */
export const add =
  (variant: SkuPrice, quantity: number, path: PropertyKey[] = []): Change =>
  (lines, version) =>
    set(variant, quantityOf(variant.sku, lines) + quantity, path)(lines, version);

/** Sets a line's quantity, and accepts the variant's current price for it. */
export const set =
  ({ sku, price }: SkuPrice, quantity: number, path: PropertyKey[] = []): Change =>
  (lines, version) => {
    if (quantity === 0) return remove(sku)(lines, version);
    if (quantity > MAX_QUANTITY) {
      const detail = `A line holds at most ${MAX_QUANTITY} of a variant.`;
      throw tooMany("cart.quantity_limit", detail, [...path, "quantity"]);
    }
    const line = lines.find((line) => line.sku === sku);
    if (!line && lines.length >= MAX_LINES)
      throw tooMany("cart.line_limit", `A cart holds at most ${MAX_LINES} lines.`, [...path, "sku"]);
    const changed = { sku, quantity, addedPrice: price, lots: resized(line?.lots ?? [], quantity, version) };
    return line ? lines.map((other) => (other === line ? changed : other)) : [...lines, changed];
  };

const tooMany = (code: "cart.quantity_limit" | "cart.line_limit", message: string, path: PropertyKey[]) =>
  new Refusal(code, message, { errors: [{ path, message }] });

export const remove =
  (sku: string): Change =>
  (lines) =>
    lines.some((line) => line.sku === sku) ? lines.filter((line) => line.sku !== sku) : lines;

export const clear: Change = (lines) => (lines.length === 0 ? lines : []);

/** The lines with only those units that were added after `version`. */
export const addedAfter = (version: number, lines: Line[]): Line[] =>
  lines.flatMap((line) => {
    const lots = line.lots.filter((lot) => lot.version > version);
    return lots.length > 0 ? [{ ...line, lots, quantity: sum(lots) }] : [];
  });

/** 0 if no line has this SKU. */
export const quantityOf = (sku: string, lines: Pick<Line, "sku" | "quantity">[]): number =>
  lines.find((line) => line.sku === sku)?.quantity ?? 0;

/** The lots of `quantity` units. Added units make a new lot. Removed units come from the oldest lots. */
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
