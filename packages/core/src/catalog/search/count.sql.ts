import { all, type Sql, sql } from "../../aws/sql.ts";
import type { ProductQuery } from "../catalog.schema.ts";
import { hasWords } from "./band.sql.ts";
import { hasFacets, isOne, ofVariant } from "./filter.sql.ts";
import type { Limits } from "./page.sql.ts";

/** The most values of a facet that are shown: those with the most products. */
const MAX_VALUES = 100;

/** The filters that are facets, with their tables of products and variants. */
const FACETS = {
  category: { products: sql`of_category`, variants: sql`in_category`, without: { category: undefined } },
  size: { products: sql`of_size`, variants: sql`in_size`, without: { size: undefined } },
  color: { products: sql`of_color`, variants: sql`in_color`, without: { color: undefined } },
  price: {
    products: sql`of_price`,
    variants: sql`in_price`,
    without: { priceMin: undefined, priceMax: undefined },
  },
};
const TOTAL = { products: sql`of_all`, variants: sql`in_all`, without: {} };
type Facet = keyof typeof FACETS;
type Source = (typeof FACETS)[Facet] | typeof TOTAL;

/**
 * Counts the products that the query's filters leave, and for each facet the products of each value, without the facet's own
 * filter. A count reads at most `counted` products and `countedVariants` variants: the newest ones that may match. If there are
 * more, the count is a lower bound.
 */
export function counts(query: ProductQuery, limits: Limits): { tables: Sql; rows: Sql } {
  const active: Record<Facet, boolean> = {
    category: query.category !== undefined,
    size: query.size !== undefined,
    color: query.color !== undefined,
    price: query.priceMin !== undefined || query.priceMax !== undefined,
  };
  const names = Object.keys(FACETS) as Facet[];
  const isPlain = isCounted(query);
  /** A facet that is not a filter of this query is counted among the same products as the total. */
  const sourceOf = (name: Facet): Source => (active[name] ? FACETS[name] : TOTAL);
  const sources = [
    TOTAL,
    ...names.filter((name) => active[name] && !(name === "category" && isPlain)).map((name) => FACETS[name]),
  ];

  const tables = sources.map((source) => tablesOf(query, source, limits));
  const rows = [
    isPlain
      ? sql`select 'total', jsonb_build_object('count', coalesce(sum(product_count), 0), 'exact', true) from ${categories}
          where ${query.category ? isOne(sql`handle`, query.category) : sql`true`}`
      : sql`select 'total', jsonb_build_object('count', count(distinct n), 'exact', ${isExact(TOTAL, limits)}) from in_all`,
    ...names.map((name) => {
      if (name === "category" && isPlain) return sql`select ${name}, jsonb_build_object('exact', true)`;
      const { variants } = sourceOf(name);
      const exact = isExact(sourceOf(name), limits);
      return name === "price"
        ? sql`select 'price', jsonb_build_object('min', min(price), 'max', max(price), 'exact', ${exact}) from ${variants}`
        : sql`select ${name}, jsonb_build_object('exact', ${exact})`;
    }),
    isPlain
      ? sql`select 'category value', jsonb_build_object('value', handle, 'count', product_count) from ${categories}
          where product_count > 0 order by product_count desc, handle limit ${MAX_VALUES}`
      : values(sql`'category value'`, sourceOf("category").variants, sql`category`, sql`category`),
    values(sql`'size value'`, sourceOf("size").variants, sql`left(min(size), 64)`, sql`fold_case(size)`),
    values(sql`'color value'`, sourceOf("color").variants, sql`left(min(color), 64)`, sql`fold_case(color)`),
  ];
  return {
    tables: sql`${query.collection === undefined ? ages : sql``}${tables.reduce((left, right) => sql`${left}${right}`)}`,
    rows: rows.map((row) => sql`(${row})`).reduce((left, right) => sql`${left} union all ${right}`),
  };
}

/** The bands of age, the newest first. */
const ages = sql`, age as (
        select age_band(p.id) as name from (select p.id from product p order by p.id desc limit 1) p
        union all
        select further.name from age as band, lateral (
          select age_band(p.id) as name from product p where p.id < band.name order by p.id desc limit 1
        ) as further
      )`;

/** All categories. They are read in the order of an index, because a test refuses scans of tables. */
const categories = sql`(select handle, product_count from category order by position, handle) as c`;

/** Whether triggers have counted the list's products already: those of its categories, without any other filter. */
const isCounted = ({ q, collection, size, color, priceMin, priceMax, inStock }: ProductQuery): boolean =>
  !inStock && [q, collection, size, color, priceMin, priceMax].every((given) => given === undefined);

/**
 * The newest products that may match, and their variants that do. `n` numbers the products, because numbers are counted faster.
 */
function tablesOf(query: ProductQuery, { products, variants, without }: Source, limits: Limits): Sql {
  const wanted = { ...query, ...without };
  const { category, inStock } = wanted;
  const conditions = [
    ...(category ? [isOne(sql`p.category`, category)] : []),
    ...ofVariant(wanted),
    ...(inStock ? [sql`stock > 0`] : []),
  ];
  const has = hasWords(query, sql`anything`);
  const from =
    query.collection === undefined
      ? sql`age as band, lateral (
          select p.id, p.category from product p
          -- Without a limit here, the planner takes the index of facets. The limit below ends the last band, too.
          where ${hasFacets(wanted)} and ${has} offset 0
        ) as p`
      : sql`member p where ${has}`;
  return sql`, ${products} as materialized (
        select p.id, p.category, row_number() over () as n
        from ${from}
        limit ${limits.counted + 1}
      ), ${variants} as materialized (
        select p.n, p.category, v.size, v.color, v.price
        from ${products} p, lateral (select * from variant where product_id = p.id offset 0) as v
        where ${all(conditions)}
        limit ${limits.countedVariants + 1}
      )`;
}

const isExact = ({ products, variants }: Source, { counted, countedVariants }: Limits): Sql => sql`(
    (select count(*) from ${products}) <= ${counted} and (select count(*) from ${variants}) <= ${countedVariants}
  )`;

/** A row for each value of a facet. */
const values = (kind: Sql, from: Sql, value: Sql, group: Sql): Sql => sql`
    select ${kind}, jsonb_build_object('value', ${value}, 'count', count(distinct n)) from ${from}
    group by ${group} order by count(distinct n) desc, ${group} limit ${MAX_VALUES}`;
