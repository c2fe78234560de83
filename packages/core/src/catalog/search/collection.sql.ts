import { all, type Sql, sql } from "../../aws/sql.ts";
import type { Sort } from "../catalog.rules.ts";
import { type Found, hasWords, type Search } from "./band.sql.ts";
import { conditions, indexed } from "./filter.sql.ts";
import { orderOf } from "./order.sql.ts";

/** The table `member`: the collection's products that shoppers see, 200 at most, each looked up by its ID. */
export const members = (handle: string): Sql => sql`member as materialized (
        select p.id, p.category, p.price_from, p.available, p.search, cast(place as integer) as place
        from collection c, unnest(c.products) with ordinality as listed(id, place),
          lateral (select * from product where id = listed.id offset 0) as p
        where c.handle = ${handle} and p.price_from is not null
      )`;

/** The products of a collection in any order. They are so few that each is checked, without the index of facets. */
export function inCollection({ query, after }: Search, handle: string, sort: Sort): Found {
  const { orderBy, behind } = orderOf(sort);
  const rank = {
    collection: sql`place`,
    relevance: sql`case when ${hasWords(query, sql`best`)} then 1 when ${hasWords(query, sql`named`)} then 2 else 3 end`,
  };
  const isBehind = (): Sql => {
    if (!after) return sql`true`;
    const { id, price } = after;
    // The merchant may have moved the last product of the page before. If it was removed, the next one has its place.
    if (sort === "collection")
      return sql`rank > coalesce(
            (select array_position(products, ${id}) from collection where handle = ${handle}), ${after.rank - 1}
          )`;
    return sql`(rank > ${after.rank} or rank = ${after.rank} and ${behind(sql`${price}`, sql`${id}`)})`;
  };
  const matches = all([...indexed(query, false), ...conditions(query)]);
  return {
    tables: members(handle),
    found: sql`select p.id, p.rank from (
          select *, ${sort === "collection" || sort === "relevance" ? rank[sort] : sql`0`} as rank from member p
          where ${matches} and ${hasWords(query, sql`anything`)}
        ) as p
        where ${isBehind()} order by p.rank, ${orderBy}`,
  };
}
