import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** Long for a request, because it is about all products. The edge asks once an hour. */
const LIMIT_MS = 8_000;
/** The Data API answers with at most 1 MiB. */
const MAX_BYTES = 800_000;
/** What else a product takes in JSON. */
const MORE_BYTES = 30;

export async function firstOfEach(ctx: Context, size: number): Promise<string[]> {
  const found = await rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      select id from (
        select id, row_number() over (order by id) - 1 as place from product where price_from is not null
      ) as p
      where place % ${size} = 0
      order by id`,
    { limitMs: LIMIT_MS },
  );
  return found.map(({ id }) => id);
}

/** Products from an ID on, or after it, and before another one if it is given. */
export interface Range {
  id: string;
  inclusive: boolean;
  before?: string | undefined;
}

/** A product's handle, and the day of its last change in UTC: `2026-11-28`. */
export type Listed = z.infer<typeof Listed>;
const Listed = z.tuple([z.string(), z.string()]).transform(([handle, day]) => ({ handle, day }));
const Part = z.object({ products: json(z.array(Listed)), last: z.string().nullable() });

/** As many of the next products as fit into one answer, and the ID of the last one. It is null when there are none. */
export async function listed(
  ctx: Context,
  { id, inclusive, before }: Range,
  limit: number,
  maxBytes = MAX_BYTES,
) {
  const [part] = await rows(
    ctx,
    Part,
    sql`
      select coalesce(jsonb_agg(jsonb_build_array(handle, day) order by id), '[]'), max(id)
      from (
        select id, handle, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD') as day,
          sum(octet_length(handle) + ${MORE_BYTES}) over (order by id) as bytes
        from (
          select id, handle, updated_at from product
          where price_from is not null and id ${inclusive ? sql`>=` : sql`>`} ${id}
            ${before === undefined ? sql`` : sql`and id < ${before}`}
          order by id limit ${limit}
        ) as p
      ) as p
      where bytes <= ${maxBytes}`,
    { limitMs: LIMIT_MS },
  );
  return part ?? { products: [], last: null };
}
