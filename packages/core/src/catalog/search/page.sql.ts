import * as z from "zod";
import { json, rows } from "../../aws/postgres.ts";
import { all, type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import type { Position } from "../catalog.rules.ts";
import { Image, type ProductQuery } from "../catalog.schema.ts";
import { conditions, hasFacets, indexed } from "./filter.sql.ts";
import { orders } from "./order.sql.ts";

const FoundProduct = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  image: json(Image).nullable(),
  priceFrom: z.int(),
  available: z.boolean(),
});
export type FoundProduct = z.infer<typeof FoundProduct>;

/** How much one page reads. Tests use lower limits, so that a few products reach every step. */
const LIMITS = {
  /** Products that the walk checks one by one. */
  walk: 200,
  /** A band with fewer candidates is sorted. A band with as many or more is walked. */
  candidates: 500,
  /** Bands that are searched for words before it is checked whether the words are rare. */
  bands: 4,
};
export type Limits = typeof LIMITS;

/**
 * Reads the products of a page, and one more if there is a next page. The README in this folder explains the steps. PostgreSQL
 * runs a step only while the page is not full. The planner has no choice of index in any step.
 */
export const readPage = (
  ctx: Context,
  query: ProductQuery,
  after: Position | undefined,
  limits: Limits = LIMITS,
) => {
  const { orderBy, position, behind, band, inBand, behindBand } = orders[query.sort];
  const { walk, candidates, bands } = limits;
  const inList = all(indexed(query));
  const afterCursor = after ? sql`${inList} and ${behind(sql`${after.price}`, sql`${after.id}`)}` : inList;
  const afterWalk = sql`${inList} and ${behind(sql`walk_end.price_from`, sql`walk_end.id`)}`;
  const matches = all(conditions(query));
  // In a sub-select the planner does not know the words. So it uses the index even for words that it knows as common.
  const hasWords = query.q
    ? sql`p.search @@ (select websearch_to_tsquery('english', fold_accents(${query.q})))`
    : sql`true`;
  const columns = sql`p.id, p.category, p.price_from, p.available`;
  const page = sql`order by ${orderBy} limit ${query.limit + 1}`;

  /** Searches these bands one after another. A band is sorted if it has few candidates, otherwise it is walked. */
  const searchBands = (names: Sql): Sql => sql`
    select hit.id from walk_end, (${names}) as band, lateral (
      with candidate as (
        select ${columns} from product p where ${hasFacets(query)} and ${hasWords} limit ${candidates}
      )
      (
        select p.id from (
          select * from candidate p
          where (select count(*) from candidate) < ${candidates} and ${afterWalk} order by ${orderBy}
        ) p where ${matches} ${page}
      )
      union all
      (
        select p.id from (
          -- "limit null" is no limit. The planner cannot know the value, so it takes the index with this order.
          select * from product p where ${inBand} and ${afterWalk}
          order by ${orderBy} limit (select nullif(0, count(*) - ${candidates}) from candidate)
        ) p where ${matches} and ${hasWords} ${page}
      )
    ) as hit`;

  /** Rare words are not searched band by band: after the first bands, all products that have them are sorted. */
  const firstBands = sql`select name from band limit ${bands}`;
  const searchWords = sql`
    ${searchBands(firstBands)}
    union all (
      select p.id from walk_end, word_match p
      where (select count(*) from word_match) < ${candidates}
        and ${band} not in (${firstBands}) and ${afterWalk} and ${matches} ${page}
    )
    union all
    ${searchBands(sql`select name from band where (select count(*) from word_match) = ${candidates} offset ${bands}`)}`;

  return rows(
    ctx,
    FoundProduct,
    sql`
      with recursive walk_end as (
        select ${position} from product p where ${afterCursor} order by ${orderBy} offset ${walk - 1} limit 1
      ), band as (
        select ${band} as name from walk_end p
        union all
        select further.name from band, lateral (
          select ${band} as name from product p where ${inList} and ${behindBand} order by ${orderBy} limit 1
        ) as further
      ), word_match as (
        select ${columns} from product p where ${hasWords} limit ${candidates}
      ), found as (
        (
          select p.id from (select * from product p where ${afterCursor} order by ${orderBy} limit ${walk}) p
          where ${matches} and ${hasWords} ${page}
        )
        union all
        ${query.q ? searchWords : searchBands(sql`select name from band`)}
        limit ${query.limit + 1}
      )
      select p.id, p.handle, left(p.title, 255), p.category, shown_image(p.images -> 0), p.price_from, p.available
      from found join product p on p.id = found.id
      order by ${orderBy}`,
  );
};
