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
 *
 * Shirts of size 42 by price, say: the 200 cheapest shirts behind the cursor are looked at one by one. If they do not fill the
 * page, the search goes on from the last of them (`reached`), in one band of prices after the other: where the index finds few
 * shirts of 42 in a band, they are sorted; where it finds many, the shirts of the band are walked along.
 */
export const products = (ctx: Context, query: ProductQuery, after: Position | undefined, reach = REACH) => {
  const { order, position, behind, band, inside, next } = sorts[query.sort];
  const { walk, few, near } = reach;
  const list = all([...within(query), ...(after ? [behind(sql`${after.price}`, sql`${after.id}`)] : [])]);
  const rest = all([...within(query), behind(sql`reached.price_from`, sql`reached.id`)]);
  const wanted = all(filters(query));
  // The planner does not know the words: so it asks the index, and never reads the table because they are common.
  const words = query.q
    ? sql`p.search @@ (select websearch_to_tsquery('english', fold_accents(${query.q})))`
    : sql`true`;
  const columns = sql`p.id, p.category, p.price_from, p.available`;
  const page = sql`order by ${order} limit ${query.limit + 1}`;

  /** Band by band, each either sorted, where the index finds few, or walked along, where it finds many. */
  const search = (bands: Sql): Sql => sql`
    select hit.id from reached, (${bands}) as band, lateral (
      with candidate as (
        select ${columns} from product p where ${isFoundBy(query)} and ${words} limit ${few}
      )
      (
        select p.id from (
          select * from candidate p where (select count(*) from candidate) < ${few} and ${rest} order by ${order}
        ) p where ${wanted} ${page}
      )
      union all
      (
        select p.id from (
          -- No limit is what null means. The planner, which cannot know, takes the index whose order this is.
          select * from product p where ${inside} and ${rest}
          order by ${order} limit (select nullif(0, count(*) - ${few}) from candidate)
        ) p where ${wanted} and ${words} ${page}
      )
    ) as hit`;

  /** What few products have is not looked for in every band. */
  const nearest = sql`select name from band limit ${near}`;
  const searchWords = sql`
    ${search(nearest)}
    union all (
      select p.id from reached, rare p
      where (select count(*) from rare) < ${few} and ${band} not in (${nearest}) and ${rest} and ${wanted} ${page}
    )
    union all
    ${search(sql`select name from band where (select count(*) from rare) = ${few} offset ${near}`)}`;

  return rows(
    ctx,
    SummaryRow,
    sql`
      with recursive reached as (
        select ${position} from product p where ${list} order by ${order} offset ${walk - 1} limit 1
      ), band as (
        select ${band} as name from reached p
        union all
        select further.name from band, lateral (
          select ${band} as name from product p where ${all(within(query))} and ${next} order by ${order} limit 1
        ) as further
      ), rare as (
        select ${columns} from product p where ${words} limit ${few}
      ), found as (
        (
          select p.id from (select * from product p where ${list} order by ${order} limit ${walk}) p
          where ${wanted} and ${words} ${page}
        )
        union all
        ${query.q ? searchWords : search(sql`select name from band`)}
        limit ${query.limit + 1}
      )
      select p.id, p.handle, left(p.title, 255), p.category, shown_image(p.images -> 0), p.price_from, p.available
      from found join product p on p.id = found.id
      order by ${order}`,
  );
};
