import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { all, sql } from "../aws/sql.ts";
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
};

/**
 * One product more than the page holds, so that the caller sees whether there is another page. However many there are, few
 * are read: where one in twenty is wanted, the page is full after a short walk along the list. Behind that, the list is
 * searched band by band, each either sorted, where the index finds few, or walked along, where it finds many. Each part
 * begins where the one before has ended, and only if the page is not full yet.
 */
export const products = (
  ctx: Context,
  query: ProductQuery,
  after: Position | undefined,
  { walk, few } = REACH,
) => {
  const { order, behind, band, next, inside } = sorts[query.sort];
  const { q } = query;
  const list = all([...within(query), ...(after ? [behind(sql`${after.price}`, sql`${after.id}`)] : [])]);
  const behindEdge = all([...within(query), behind(sql`edge.price_from`, sql`edge.id`)]);
  const wanted = all(filters(query));
  const limit = query.limit + 1;
  const search = q ? sql`p.search @@ (select words from searched)` : sql`true`;
  return rows(
    ctx,
    SummaryRow,
    sql`
      with recursive searched as (
        select websearch_to_tsquery('english', ${q ?? ""}) as words
      ), walk as (
        select p.id, p.price_from
        from (select * from product p where ${list} order by ${order} limit ${walk}) p
        where ${wanted} and ${search} order by ${order} limit ${limit}
      ), edge as (
        select p.id, p.price_from from product p where ${list} order by ${order} offset ${walk - 1} limit 1
      ), rare as materialized (
        select p.id, p.category, p.price_from, p.available from product p where ${q ? search : sql`false`} limit ${few}
      ), band as (
        select ${band} as name from edge p where (select count(*) from rare) = ${q ? few : 0}
        union all
        select further.name from band cross join lateral (
          select ${band} as name from product p where ${all(within(query))} and ${next} order by ${order} limit 1
        ) as further
      ), found as (
        select id from walk
        union all (
          select p.id from edge, rare p
          where (select count(*) from rare) < ${few} and ${behindEdge} and ${wanted} order by ${order} limit ${limit}
        )
        union all
        select hit.id from edge, band cross join lateral (
          with few as materialized (
            select p.id, p.category, p.price_from, p.available from product p
            where ${isFoundBy(query)} and ${search} limit ${few}
          )
          (
            select p.id from (
              select * from few p where (select count(*) from few) < ${few} and ${behindEdge} order by ${order}
            ) p
            where ${wanted} order by ${order} limit ${limit}
          )
          union all
          (
            select p.id from (
              select * from product p
              where (select count(*) from few) = ${few} and ${inside} and ${behindEdge} order by ${order} offset 0
            ) p
            where ${wanted} and ${search} order by ${order} limit ${limit}
          )
        ) as hit
        limit ${limit}
      )
      select p.id, p.handle, p.title, p.category, p.images -> 0, p.price_from, p.available
      from found join product p on p.id = found.id
      order by ${order}`,
  );
};
