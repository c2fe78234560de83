import { all, type Sql, sql } from "../aws/sql.ts";
import type { ProductQuery } from "./catalog.schema.ts";

interface Sort {
  order: Sql;
  /**
   * Where product `p` stands in this order, as columns `id` and `price_from`. Only columns of the order's own index: with another
   * column, the planner may prefer to read and sort a whole category from an index that has it.
   */
  position: Sql;
  behind(price: Sql, id: Sql): Sql;
  /** The band of product `p`, by its name. */
  band: Sql;
  /** Whether `p` is in `band`, and whether it is in one behind it. */
  inside: Sql;
  next: Sql;
}

const priceFrom = sql`band.name::bigint`;
const priceTo = sql`band.name::bigint + (10 ^ (length(band.name) - 1))::bigint`;
const byPrice = {
  position: sql`p.id, p.price_from`,
  band: sql`price_band(p.price_from)`,
  inside: sql`p.price_from >= ${priceFrom} and p.price_from < ${priceTo}`,
};

export const sorts: Record<ProductQuery["sort"], Sort> = {
  newest: {
    order: sql`p.id desc`,
    position: sql`p.id, null::integer as price_from`,
    behind: (_, id) => sql`p.id < ${id}`,
    band: sql`age_band(p.id)`,
    inside: sql`p.id >= band.name and p.id < band.name || '~'`,
    next: sql`p.id < band.name`,
  },
  price: {
    ...byPrice,
    order: sql`p.price_from, p.id`,
    behind: (price, id) => sql`(p.price_from, p.id) > (${price}, ${id})`,
    next: sql`p.price_from >= ${priceTo}`,
  },
  "-price": {
    ...byPrice,
    order: sql`p.price_from desc, p.id desc`,
    behind: (price, id) => sql`(p.price_from, p.id) < (${price}, ${id})`,
    next: sql`p.price_from < ${priceFrom}`,
  },
};

/** What the order's own index can tell of product `p`. */
export const within = ({ category, sort, priceMax }: ProductQuery): Sql[] => [
  ...(category ? [sql`p.category = ${category}`] : []),
  ...(sort === "newest" ? [] : [sql`p.price_from <= ${priceMax ?? MAX_PRICE}`]),
];

/** What must be looked up for each product `p`. Size, colour, price and stock are asked of one and the same variant. */
export function filters({ size, color, priceMin, priceMax, inStock }: ProductQuery): Sql[] {
  const wanted = [
    ...(size ? [sql`fold_case(size) = fold_case(${size})`] : []),
    ...(color ? [sql`fold_case(color) = fold_case(${color})`] : []),
    ...(priceMin ? [sql`price >= ${priceMin}`] : []),
    ...(priceMax === undefined ? [] : [sql`price <= ${priceMax}`]),
  ];
  const stocked = inStock ? [sql`stock > 0`] : [];
  // A product without a price is never available. No index has `available`, so no other index than the list's own can answer.
  const listed = inStock ? sql`p.available` : sql`(p.available or p.price_from is not null)`;
  // Offset 0 keeps it a look-up for each product: the planner would join all the variants that are wanted.
  return [
    listed,
    ...(wanted.length > 0
      ? [
          sql`exists (select from variant where product_id = p.id and ${all([...wanted, ...stocked])} offset 0)`,
        ]
      : []),
  ];
}

/** By which facets an index finds product `p` of a band: all that is wanted, and seldom more. */
export function isFoundBy(query: ProductQuery): Sql {
  const { category = "", size, color, priceMin, priceMax, inStock = false } = query;
  const facet = (name: Sql, place = category, stocked = inStock) =>
    sql`facet(${name}, ${place}, ${stocked}, band.name)`;
  const [first = sql`'any'`, second] = [
    ...(size ? [sql`'size ' || fold_case(${size})`] : []),
    ...(color ? [sql`'color ' || fold_case(${color})`] : []),
  ];
  const facets = second
    ? sql`${facet(first)}, ${facet(second)}, ${facet(sql`${first} || ' ' || ${second}`, "")}`
    : facet(first);
  const wanted = sql`p.facets @> array[${facets}]`;
  if (priceMin === undefined && priceMax === undefined) return wanted;
  const prices = JSON.stringify(beginnings(priceMin ?? 0, priceMax ?? MAX_PRICE));
  return sql`${wanted} and p.facets && array(
    select ${facet(sql`'price ' || price`, "", false)} from jsonb_array_elements_text(${prices}::jsonb) as price
  )`;
}

/** More than any price that an integer column holds. */
const MAX_PRICE = 2_999_999_999;

/** What the prices from one to another begin with, and no others: from 4990 to 5999 it is 499. and 5... */
export function beginnings(from: number, to: number): string[] {
  const found: string[] = [];
  for (let price = from; price <= to; ) {
    let zeros = String(price).length - 1;
    while (price % 10 ** zeros !== 0 || price + 10 ** zeros - 1 > to) zeros--;
    found.push(String(price / 10 ** zeros) + ".".repeat(zeros));
    price += 10 ** zeros;
  }
  return found;
}
