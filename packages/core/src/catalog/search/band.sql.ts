import { all, type Sql, sql } from "../../aws/sql.ts";
import type { Position } from "../catalog.rules.ts";
import type { ProductQuery } from "../catalog.schema.ts";
import { conditions, hasFacets } from "./filter.sql.ts";
import type { Order } from "./order.sql.ts";
import type { Limits } from "./page.sql.ts";

export interface Search {
  query: ProductQuery;
  /** The last product of the page before. */
  after: Position | undefined;
  limits: Limits;
  /** How many products to find. */
  page: number;
}

/** Common tables, and a select of products, with `id` and `rank`, that ends where the page's limit can be added. */
export interface Found {
  tables: Sql;
  found: Sql;
}

/** What the steps need of a product `p` after they have found it. */
export const columns = sql`p.id, p.category, p.price_from, p.available`;

// In a sub-select the planner does not know the words. So it uses the index even for words that it knows as common.
/** Whether product `p` has the words of the query, in this column of `search_kinds`. */
export const hasWords = ({ q }: ProductQuery, kind: Sql): Sql =>
  q === undefined ? sql`true` : sql`p.search @@ (select ${kind} from word_query)`;

/**
 * Searches bands one after another. A band is sorted if it has few candidates, otherwise it is walked. `from` has the bands as
 * rows `band`, and what `behind` needs: the condition that a product is in the part of the list that is searched.
 */
export function searchBands(
  { query, limits: { candidates }, page }: Search,
  { orderBy, inBand }: Order,
  { from, behind, has, rank }: { from: Sql; behind: Sql; has: Sql; rank: number },
): Sql {
  const matches = all(conditions(query));
  const first = sql`order by ${orderBy} limit ${page}`;
  return sql`
    select hit.id, ${rank} as rank from ${from}, lateral (
      with candidate as (
        select ${columns} from product p where ${hasFacets(query)} and ${has} limit ${candidates}
      )
      (
        select p.id from (
          select * from candidate p
          where (select count(*) from candidate) < ${candidates} and ${behind} order by ${orderBy}
        ) p where ${matches} ${first}
      )
      union all
      (
        select p.id from (
          -- "limit null" is no limit. The planner cannot know the value, so it takes the index with this order.
          select * from product p where ${inBand} and ${behind}
          order by ${orderBy} limit (select nullif(0, count(*) - ${candidates}) from candidate)
        ) p where ${matches} and ${has} ${first}
      )
    ) as hit`;
}
