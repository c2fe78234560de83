import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { all, type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { filters, isFoundBy, sorts, within } from "./catalog.filter.sql.ts";
import type { Position } from "./catalog.rules.ts";
import { Image, type ProductQuery } from "./catalog.schema.ts";

const SummaryRow = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  image: json(Image).nullable(),
  priceFrom: z.int(),
  available: z.boolean(),
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** How far a page reads: more than a test's few products, and less than anybody notices. */
const REACH = {
  /** So many products are looked at one by one, before indexes are asked for those that are wanted. */
  walk: 200,
  /** What an index finds is read and sorted where it is less than this. */
  few: 500,
  /** So many bands are searched for some words before it is asked whether the words are rare. */
  near: 4,
};

/**
 * One product more than the page holds, so that the caller sees whether there is another page. However many there are, few
 * are read: where one in ten is wanted, the page is full after a short walk along the list. Behind that, the list is searched
 * band by band, and in the whole for words that are rare. Each part is asked only while the page is not full.
 */
export const products = (ctx: Context, query: ProductQuery, after: Position | undefined, reach = REACH) => {
  const { order, behind, band, next } = sorts[query.sort];
  const list = all([...within(query), ...(after ? [behind(sql`${after.price}`, sql`${after.id}`)] : [])]);
  const limit = query.limit + 1;
  return rows(
    ctx,
    SummaryRow,
    sql`
      with recursive searched as (
        select websearch_to_tsquery('english', ${query.q ?? ""}) as words
      ), edge as (
        select p.id, p.price_from from product p where ${list} order by ${order} offset ${reach.walk - 1} limit 1
      ), band as (
        select ${band} as name from edge p
        union all
        select further.name from band cross join lateral (
          select ${band} as name from product p where ${all(within(query))} and ${next} order by ${order} limit 1
        ) as further
      )${query.q ? rare(reach.few) : nothing}, found as (
        (
          select p.id from (select * from product p where ${list} order by ${order} limit ${reach.walk}) p
          where ${all([...filters(query), ...search(query)])} order by ${order} limit ${limit}
        )
        union all
        ${query.q ? inBandsOrRare(query, reach) : inBands(query, sql`band`, reach.few)}
        limit ${limit}
      )
      select p.id, p.handle, p.title, p.category, p.images -> 0, p.price_from, p.available
      from found join product p on p.id = found.id
      order by ${order}`,
  );
};

const rare = (few: number): Sql => sql`, rare as materialized (
        select p.id, p.category, p.price_from, p.available from product p
        where p.search @@ (select words from searched) limit ${few}
      )`;

/** What few products have is not looked for in every band. */
function inBandsOrRare(query: ProductQuery, { few, near }: typeof REACH): Sql {
  const { order, band } = sorts[query.sort];
  return sql`${inBands(query, sql`(select name from band limit ${near})`, few)}
        union all (
          select p.id from edge, rare p
          where (select count(*) from rare) < ${few} and ${band} not in (select name from band limit ${near})
            and ${all([...behindEdge(query), ...filters(query)])}
          order by ${order} limit ${query.limit + 1}
        )
        union all
        ${inBands(query, sql`(select name from band where (select count(*) from rare) = ${few} offset ${near})`, few)}`;
}

/** Band by band, each either sorted, where the index finds few, or walked along, where it finds many. */
function inBands(query: ProductQuery, bands: Sql, few: number): Sql {
  const { order, inside } = sorts[query.sort];
  const limit = query.limit + 1;
  return sql`select hit.id from edge, ${bands} as band cross join lateral (
          with few as materialized (
            select p.id, p.category, p.price_from, p.available from product p
            where ${all([isFoundBy(query), ...search(query)])} limit ${few}
          )
          (
            select p.id from (
              select * from few p
              where (select count(*) from few) < ${few} and ${all(behindEdge(query))} order by ${order}
            ) p
            where ${all(filters(query))} order by ${order} limit ${limit}
          )
          union all
          (
            select p.id from (
              -- No limit is what null means. The planner, which cannot know, takes the index whose order this is.
              select * from product p where ${all([inside, ...behindEdge(query)])}
              order by ${order} limit (select case count(*) when ${few} then null else 0 end from few)
            ) p
            where ${all([...filters(query), ...search(query)])} order by ${order} limit ${limit}
          )
        ) as hit`;
}

const behindEdge = (query: ProductQuery): Sql[] => [
  ...within(query),
  sorts[query.sort].behind(sql`edge.price_from`, sql`edge.id`),
];

/** The planner does not know the words, so that it asks the index, and never reads the table because they are common. */
const search = ({ q }: ProductQuery): Sql[] => (q ? [sql`p.search @@ (select words from searched)`] : []);

const nothing = sql``;
