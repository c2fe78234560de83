import { all, type Sql, sql } from "../../aws/sql.ts";
import { columns, type Found, hasWords, type Search, searchBands } from "./band.sql.ts";
import { conditions, indexed } from "./filter.sql.ts";
import { orders } from "./order.sql.ts";

/** The kinds of matches that `search_kinds` finds, the best first: its columns, and the tables with their rare matches. */
const KINDS = [
  { rank: 1, kind: sql`best`, match: sql`best_match` },
  { rank: 2, kind: sql`named`, match: sql`named_match` },
  { rank: 3, kind: sql`everywhere`, match: sql`everywhere_match` },
];

/**
 * The products by how well they match the words. Each kind of match is a list of its own, with the newest products first. A kind
 * is searched only while the page is not full. If few products are of a kind, they are sorted. If many are, it is searched band
 * by band.
 */
export function byRelevance(search: Search): Found {
  const { query, after, limits, page } = search;
  const { candidates } = limits;
  const order = orders.newest;
  const { orderBy, band, behindBand } = order;
  const inList = all(indexed(query, false));
  const matches = all(conditions(query));
  const kinds = KINDS.filter(({ rank }) => rank >= (after?.rank ?? 1));

  const tables = sql`band as (
        select ${band} as name from (select p.id from product p where ${inList} order by ${orderBy} limit 1) p
        union all
        select further.name from band, lateral (
          select ${band} as name from product p where ${inList} and ${behindBand} order by ${orderBy} limit 1
        ) as further
      )${joined(
        kinds.map(
          ({ kind, match }) => sql`, ${match} as (
        select ${columns} from product p where ${hasWords(query, kind)} limit ${candidates}
      )`,
        ),
      )}`;

  const parts = kinds.map(({ rank, kind, match }) => {
    const isAfter = after !== undefined && after.rank === rank;
    const behind = isAfter ? sql`${inList} and ${order.behind(sql`null`, sql`${after.id}`)}` : inList;
    const names = sql`
      select name from band where (select count(*) from ${match}) = ${candidates}${isAfter ? sql` and name <= age_band(${after.id})` : sql``}`;
    return sql`(
          select p.id, ${rank} as rank from ${match} p
          where (select count(*) from ${match}) < ${candidates} and ${behind} and ${matches}
          order by ${orderBy} limit ${page}
        )
        union all
        ${searchBands(search, order, { from: sql`(${names}) as band`, behind, has: hasWords(query, kind), rank })}`;
  });
  return { tables, found: parts.reduce((left, right) => sql`${left} union all ${right}`) };
}

const joined = (parts: Sql[]): Sql => parts.reduce((left, right) => sql`${left}${right}`, sql``);
