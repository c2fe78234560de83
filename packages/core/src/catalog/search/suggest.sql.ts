import { type Sql, sql } from "../../aws/sql.ts";

/** How many categories are looked at: the first ones of the menu. */
const LOOKED_AT = 500;

/** The first categories in which each typed word begins a word of the title or the handle, as rows. */
export const categoriesLike = (q: string, limit: number): Sql => sql`
    select 'suggestion', jsonb_build_object('handle', c.handle, 'title', left(c.title, 255))
    from (select * from category order by position, handle limit ${LOOKED_AT}) as c
    where c.product_count > 0
      and exists (select from words_of(${q}))
      and not exists (
        select from words_of(${q}) as typed
        where not exists (
          select from words_of(left(c.title, 255) || ' ' || c.handle) as word
          where starts_with(word, typed) or stems_of(word) && stems_of(typed)
        )
      )
    limit ${limit}`;
