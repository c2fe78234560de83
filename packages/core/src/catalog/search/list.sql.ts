import { all, type Sql, sql } from "../../aws/sql.ts";
import { columns, type Found, hasWords, type Search, searchBands } from "./band.sql.ts";
import { conditions, indexed } from "./filter.sql.ts";
import { type Order, orders } from "./order.sql.ts";

/** The products behind a position, in the order of an index. */
export function inOrder(search: Search, order: Order): Found {
  const { query, after, limits, page } = search;
  const { orderBy, position, behind, band, behindBand } = order;
  const { walk, candidates, bands } = limits;
  const inList = all(indexed(query, order !== orders.newest));
  const afterCursor = after ? sql`${inList} and ${behind(sql`${after.price}`, sql`${after.id}`)}` : inList;
  const afterWalk = sql`${inList} and ${behind(sql`walk_end.price_from`, sql`walk_end.id`)}`;
  const matches = all(conditions(query));
  const has = hasWords(query, sql`anything`);
  const first = sql`order by ${orderBy} limit ${page}`;

  const searchThese = (names: Sql): Sql =>
    searchBands(search, order, { from: sql`walk_end, (${names}) as band`, behind: afterWalk, has, rank: 0 });

  /** Rare words are not searched band by band: after the first bands, all products that have them are sorted. */
  const firstBands = sql`select name from band limit ${bands}`;
  const searchWords = sql`
    ${searchThese(firstBands)}
    union all (
      select p.id, 0 from walk_end, word_match p
      where (select count(*) from word_match) < ${candidates}
        and ${band} not in (${firstBands}) and ${afterWalk} and ${matches} ${first}
    )
    union all
    ${searchThese(sql`select name from band where (select count(*) from word_match) = ${candidates} offset ${bands}`)}`;

  const tables = sql`walk_end as (
        select ${position} from product p where ${afterCursor} order by ${orderBy} offset ${walk - 1} limit 1
      ), band as (
        select ${band} as name from walk_end p
        union all
        select further.name from band, lateral (
          select ${band} as name from product p where ${inList} and ${behindBand} order by ${orderBy} limit 1
        ) as further
      ), word_match as (
        select ${columns} from product p where ${has} limit ${candidates}
      )`;
  const found = sql`(
          select p.id, 0 as rank from (select * from product p where ${afterCursor} order by ${orderBy} limit ${walk}) p
          where ${matches} and ${has} ${first}
        )
        union all
        ${query.q ? searchWords : searchThese(sql`select name from band`)}`;
  return { tables, found };
}
