import { all, type Sql, sql } from "../../aws/sql.ts";
import type { ProductQuery } from "../catalog.schema.ts";

/** Higher than any price in an integer column. */
const MAX_PRICE = 2_999_999_999;

/** Conditions on product `p` that the index with the list's order answers by itself. */
export const indexed = ({ category, sort, priceMax }: ProductQuery): Sql[] => [
  ...(category ? [sql`p.category = ${category}`] : []),
  ...(sort === "newest" ? [] : [sql`p.price_from <= ${priceMax ?? MAX_PRICE}`]),
];

/** Conditions that are checked for each product `p`. One variant must meet all of size, color, price and stock. */
export function conditions({ size, color, priceMin, priceMax, inStock }: ProductQuery): Sql[] {
  const ofVariant = [
    ...(size ? [sql`fold_case(size) = fold_case(${size})`] : []),
    ...(color ? [sql`fold_case(color) = fold_case(${color})`] : []),
    ...(priceMin ? [sql`price >= ${priceMin}`] : []),
    ...(priceMax === undefined ? [] : [sql`price <= ${priceMax}`]),
  ];
  const stocked = inStock ? [sql`stock > 0`] : [];
  // `available` is true or false, so asking for both changes nothing. But no index has this column, so the planner cannot read
  // another index than the one with the list's order.
  const listed = inStock ? sql`p.available` : sql`p.price_from is not null and p.available in (true, false)`;
  if (ofVariant.length === 0) return [listed];
  // `offset 0` keeps this a look-up for each product. Otherwise the planner may join all variants that match.
  const variant = sql`select from variant where product_id = p.id and ${all([...ofVariant, ...stocked])} offset 0`;
  return [listed, sql`exists (${variant})`];
}

/**
 * Whether the GIN index finds product `p` in `band`. It finds every product that meets the conditions, and a few others. See
 * `offer()` in the migrations, which writes the facets.
 */
export function hasFacets(query: ProductQuery): Sql {
  const { category = "", size, color, priceMin, priceMax, inStock = false } = query;
  const facet = (name: Sql, ofCategory = category, stocked = inStock) =>
    sql`facet(${name}, ${ofCategory}, ${stocked}, band.name)`;
  const [first = sql`'any'`, second] = [
    ...(size ? [sql`'size ' || fold_case(${size})`] : []),
    ...(color ? [sql`'color ' || fold_case(${color})`] : []),
  ];
  const facets = second
    ? sql`${facet(first)}, ${facet(second)}, ${facet(sql`${first} || ' ' || ${second}`, "")}`
    : facet(first);
  const wanted = sql`p.facets @> array[${facets}]`;
  if (priceMin === undefined && priceMax === undefined) return wanted;
  const prefixes = JSON.stringify(pricePrefixes(priceMin ?? 0, priceMax ?? MAX_PRICE));
  return sql`${wanted} and p.facets && array(
    select ${facet(sql`'price ' || price`, "", false)} from jsonb_array_elements_text(${prefixes}::jsonb) as price
  )`;
}

/**
 * The shortest prefixes that match all prices from `from` to `to`, and no others. A dot stands for any digit.
 * @example pricePrefixes(4990, 5999) // ["499.", "5..."]
 */
export function pricePrefixes(from: number, to: number): string[] {
  const found: string[] = [];
  for (let price = from; price <= to; ) {
    let zeros = String(price).length - 1;
    while (price % 10 ** zeros !== 0 || price + 10 ** zeros - 1 > to) zeros--;
    found.push(String(price / 10 ** zeros) + ".".repeat(zeros));
    price += 10 ** zeros;
  }
  return found;
}
