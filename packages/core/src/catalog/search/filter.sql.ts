import { all, type Sql, sql } from "../../aws/sql.ts";
import type { ProductQuery } from "../catalog.schema.ts";

/** Higher than any price in an integer column. */
const MAX_PRICE = 2_999_999_999;

/** The values of a filter as rows, each a text named `value`. */
const rowsOf = (values: string[]): Sql =>
  sql`jsonb_array_elements_text(${JSON.stringify(values)}::jsonb) as value`;

/** That `text` is one of the values. */
export const isOne = (text: Sql, values: string[], fold = (value: Sql) => value): Sql =>
  values.length === 1
    ? sql`${text} = ${fold(sql`${values[0] ?? ""}`)}`
    : sql`${text} in (select ${fold(sql`value`)} from ${rowsOf(values)})`;

const foldCase = (text: Sql): Sql => sql`fold_case(${text})`;

/**
 * Conditions on product `p` that the index with the list's order answers by itself. The products of several categories are not
 * next to each other in any index, so they are conditions of each product.
 */
export const indexed = ({ category, priceMax }: ProductQuery, isByPrice: boolean): Sql[] => [
  ...(category?.length === 1 ? [isOne(sql`p.category`, category)] : []),
  ...(isByPrice ? [sql`p.price_from <= ${priceMax ?? MAX_PRICE}`] : []),
];

/** Conditions on a variant of product `p`. One variant must meet all of them. */
export const ofVariant = ({ size, color, priceMin, priceMax }: ProductQuery): Sql[] => [
  ...(size ? [isOne(sql`fold_case(size)`, size, foldCase)] : []),
  ...(color ? [isOne(sql`fold_case(color)`, color, foldCase)] : []),
  ...(priceMin ? [sql`price >= ${priceMin}`] : []),
  ...(priceMax === undefined ? [] : [sql`price <= ${priceMax}`]),
];

/** Conditions that are checked for each product `p`. */
export function conditions(query: ProductQuery): Sql[] {
  const { category, inStock } = query;
  const variant = ofVariant(query);
  const stocked = inStock ? [sql`stock > 0`] : [];
  const listed = [
    // `available` is true or false, so asking for both changes nothing. But no index has this column, so the planner cannot read
    // another index than the one with the list's order.
    inStock ? sql`p.available` : sql`p.price_from is not null and p.available in (true, false)`,
    ...((category?.length ?? 0) > 1 ? [isOne(sql`p.category`, category ?? [])] : []),
  ];
  if (variant.length === 0) return listed;
  // `offset 0` keeps this a look-up for each product. Otherwise the planner may join all variants that match.
  return [
    ...listed,
    sql`exists (select from variant where product_id = p.id and ${all([...variant, ...stocked])} offset 0)`,
  ];
}

/**
 * Whether the GIN index finds product `p` in `band`. It finds every product that meets the conditions, and a few others. See
 * `offer()` in the migrations, which writes the facets.
 */
export function hasFacets(query: ProductQuery): Sql {
  const { category, size, color, priceMin, priceMax } = query;
  const isSingle = [category, size, color].every((values) => values === undefined || values.length === 1);
  const wanted = isSingle ? hasAll(query) : hasAny(query);
  if (priceMin === undefined && priceMax === undefined) return wanted;
  const prices = sql`select 'price ' || value as name from ${rowsOf(pricePrefixes(priceMin ?? 0, priceMax ?? MAX_PRICE))}`;
  return sql`${wanted} and ${hasOne(prices, [""], false)}`;
}

/** One value of each filter. The index intersects the facets of one array faster than lists of alternatives. */
function hasAll({ category: [category = ""] = [], size, color, inStock = false }: ProductQuery): Sql {
  const facet = (name: Sql, ofCategory = category) =>
    sql`facet(${name}, ${ofCategory}, ${inStock}, band.name)`;
  const [first = sql`'any'`, second] = [
    ...(size ?? []).map((value) => sql`'size ' || fold_case(${value})`),
    ...(color ?? []).map((value) => sql`'color ' || fold_case(${value})`),
  ];
  const facets = second
    ? sql`${facet(first)}, ${facet(second)}, ${facet(sql`${first} || ' ' || ${second}`, "")}`
    : facet(first);
  return sql`p.facets @> array[${facets}]`;
}

function hasAny({ category = [""], size, color, inStock = false }: ProductQuery): Sql {
  const sizes = size && sql`select 'size ' || fold_case(value) as name from ${rowsOf(size)}`;
  const colors = color && sql`select 'color ' || fold_case(value) as name from ${rowsOf(color)}`;
  const names = [sizes, colors].flatMap((one) => one ?? []);
  const pairs =
    sizes &&
    colors &&
    sql`select sizes.name || ' ' || colors.name as name from (${sizes}) as sizes, (${colors}) as colors`;
  return all([
    ...(names.length > 0 ? names : [sql`select 'any' as name`]).map((one) => hasOne(one, category, inStock)),
    ...(pairs ? [hasOne(pairs, [""], inStock)] : []),
  ]);
}

/** Whether product `p` has one of the facets with these names, in one of the categories. */
const hasOne = (names: Sql, categories: string[], inStock: boolean): Sql => sql`p.facets && array(
    select facet(name, value, ${inStock}, band.name) from (${names}) as names, ${rowsOf(categories)}
  )`;

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
