import { price } from "../format.ts";
import { texts } from "../texts.ts";

/** The parameters of the address that narrow a list. */
const FILTERS = ["category", "size", "color", "priceMin", "priceMax", "inStock"];

/** A value by which a list is narrowed. */
export interface Choice {
  name: string;
  value: string;
}

/** What a filter says, to read. */
export function labelOf(
  { name, value }: Choice,
  titleOf: (handle: string) => string,
  currency: string,
): string {
  const t = texts.list;
  if (name === "category") return titleOf(value);
  if (name === "inStock") return t.inStock;
  if (name === "priceMin" || name === "priceMax")
    return `${name === "priceMin" ? t.from : t.to} ${price({ amount: Number(value), currency })}`;
  return value;
}

/** The address of the list without one of its filters. */
export function without(path: string, query: URLSearchParams, { name, value }: Choice): string {
  const rest = new URLSearchParams(
    [...query].filter(([n, v]) => !(n === name && v === value) && n !== "cursor"),
  );
  return rest.size > 0 ? `${path}?${rest}` : path;
}

/** The filters in an address. */
export const chosenIn = (query: URLSearchParams): Choice[] =>
  FILTERS.flatMap((name) => query.getAll(name).map((value) => ({ name, value })));

/** The list with the same words, but without filters. */
export function withoutFilters(path: string, query: URLSearchParams): string {
  const words = query.get("q");
  return words ? `${path}?q=${encodeURIComponent(words)}` : path;
}

/** Round amounts up to a highest one, about eight of them. */
export function stepsFor(max: number): number[] {
  const step =
    [1000, 2500, 5000, 10_000, 25_000, 100_000].find((one) => max / one <= 8) ?? Math.ceil(max / 8);
  return Array.from({ length: Math.ceil(max / step) }, (_, i) => (i + 1) * step);
}
