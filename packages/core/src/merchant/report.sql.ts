import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { SalesQuery } from "./report.schema.ts";

const SalesRow = z.object({
  key: z.string().nullable(),
  title: z.string().nullable(),
  orders: z.int(),
  pieces: z.int(),
  gross: z.int(),
  shipping: z.int().nullable(),
  tax: z.int().nullable(),
});
export type SalesRow = z.infer<typeof SalesRow>;

/** So many rows with the longest texts stay below 1 MiB. */
const MOST = 500;
/** Reports read much more than other statements. */
const LIMIT = { limitMs: 8_000 };

type Range = Pick<SalesQuery, "from" | "to">;

/** Days are in UTC, whatever the database's time zone is. */
const sold = ({ from, to }: Range): Sql => sql`
        select o.id, o.shipping, o.tax, o.subtotal, o.placed_at at time zone 'UTC' as placed
        from orders o
        where o.placed_at >= ${from}::timestamp at time zone 'UTC'
          and o.placed_at < (${to}::timestamp + interval '1 day') at time zone 'UTC'
          and o.status <> 'canceled'`;

const counted = (range: Range): Sql => sql`
        select s.*, (select sum(quantity) from order_line where order_id = s.id) as pieces
        from (${sold(range)}) as s`;

const sums = sql`count(*), coalesce(sum(pieces), 0)::bigint, coalesce(sum(subtotal), 0)::bigint,
        coalesce(sum(shipping), 0)::bigint, coalesce(sum(tax), 0)::bigint`;

/** One row for each period with orders, the oldest first. */
export const byPeriod = (ctx: Context, period: "day" | "week" | "month", range: Range) =>
  rows(
    ctx,
    SalesRow,
    sql`
      select to_char(date_trunc(${period}, placed), 'YYYY-MM-DD') as period, null::text, ${sums}
      from (${counted(range)}) as o
      group by period
      order by period`,
    LIMIT,
  );

/** At most 500 products or categories, those with the highest sales first. */
export const byProduct = (ctx: Context, by: "product" | "category", range: Range) => {
  const key = by === "product" ? sql`p.handle` : sql`c.handle`;
  const title = by === "product" ? sql`min(left(p.title, 255))` : sql`min(left(c.title, 255))`;
  return rows(
    ctx,
    SalesRow,
    sql`
      select ${key}, ${title}, count(distinct o.id), sum(l.quantity)::bigint,
        sum(l.quantity::bigint * l.unit_price)::bigint as gross, null::bigint, null::bigint
      from (${sold(range)}) as o
      join order_line l on l.order_id = o.id
      left join variant v on v.sku = l.sku
      left join product p on p.id = v.product_id
      left join category c on c.handle = p.category
      group by ${key}
      order by gross desc, ${key}
      limit ${MOST}`,
    LIMIT,
  );
};

export const total = (ctx: Context, range: Range) =>
  rows(ctx, SalesRow, sql`select null::text, null::text, ${sums} from (${counted(range)}) as o`, LIMIT);
