import { rows } from "../../aws/postgres.ts";
import { type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { type Position, type Sort, sortOf } from "../catalog.rules.ts";
import type { ProductQuery } from "../catalog.schema.ts";
import type { Found, Search } from "./band.sql.ts";
import { byRelevance } from "./best.sql.ts";
import { inCollection } from "./collection.sql.ts";
import { counts } from "./count.sql.ts";
import { products, Row } from "./found.sql.ts";
import { inOrder } from "./list.sql.ts";
import { orderOf } from "./order.sql.ts";

/** How much one page reads. Tests use lower limits, so that a few products reach every step. */
const LIMITS = {
  /** Products that the walk checks one by one. */
  walk: 200,
  /** A band with fewer candidates is sorted. A band with as many or more is walked. */
  candidates: 500,
  /** Bands that are searched for words before it is checked whether the words are rare. */
  bands: 4,
  /** Products that are read to count those of a filter. */
  counted: 10_000,
  /** Their variants that are read. */
  countedVariants: 100_000,
};
export type Limits = typeof LIMITS;

export interface Options extends Partial<Limits> {
  /** A select of other rows that the same statement returns. */
  beside?: Sql;
}

/**
 * Reads the products of a page, and one more if there is a next page, and what is counted beside it. The README in this folder
 * explains the steps. PostgreSQL runs a step only while the page is not full. The planner has no choice of index in any step.
 */
export function readPage(
  ctx: Context,
  query: ProductQuery,
  after: Position | undefined,
  { beside, ...lower }: Options = {},
): Promise<Row[]> {
  const sort = sortOf(query);
  const limits = { ...LIMITS, ...lower };
  const search = { query, after, limits, page: query.limit + 1 };
  const { tables, found } = find(search, sort);
  const page = products(query, orderOf(sort).orderBy);
  const counted = query.facets && counts(query, limits);
  const others = [...(counted ? [counted.rows] : []), ...(beside ? [sql`(${beside})`] : [])];
  return rows(
    ctx,
    Row,
    sql`
      with recursive ${words(query)}${tables}, found as (
        ${found}
        limit ${search.page}
      )${counted ? counted.tables : sql``}
      (${page})${others.reduce((left, right) => sql`${left} union all ${right}`, sql``)}`,
  );
}

function find(search: Search, sort: Sort): Found {
  const { collection } = search.query;
  if (collection !== undefined) return inCollection(search, collection, sort);
  return sort === "relevance" ? byRelevance(search) : inOrder(search, orderOf(sort));
}

/** What the words of the query mean. They are looked up once. */
const words = ({ q }: ProductQuery): Sql =>
  q === undefined ? sql`` : sql`word_query as materialized (select * from search_kinds(${q})), `;
