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
  refunds: z.int(),
});
export type SalesRow = z.infer<typeof SalesRow>;

/** So many rows with the longest texts stay below 1 MiB. */
const MOST = 500;
/** Reports read much more than other statements. */
const LIMIT = { limitMs: 8_000 };

type Range = Pick<SalesQuery, "from" | "to">;

/** Days are in UTC, whatever the database's time zone is. */
const isIn = ({ from, to }: Range, time: Sql): Sql => sql`(
          ${time} >= ${from}::timestamp at time zone 'UTC' and ${time} < (${to}::timestamp + interval '1 day') at time zone 'UTC'
        )`;

const sold = (range: Range): Sql => sql`
        select o.id, o.shipping, o.tax, o.subtotal, o.placed_at at time zone 'UTC' as moment
        from orders o
        where ${isIn(range, sql`o.placed_at`)} and o.status <> 'canceled'`;

/** The refunds that have succeeded. The sale of a canceled order does not count, and so its refund does not. */
const refunded = (range: Range): Sql => sql`
        select r.id, r.order_id, r.amount, coalesce(r.succeeded_at, r.created_at) at time zone 'UTC' as moment
        from refund r join orders o on o.id = r.order_id
        where r.status = 'succeeded' and ${isIn(range, sql`coalesce(r.succeeded_at, r.created_at)`)} and o.status <> 'canceled'`;

/** Sales and refunds, each with its time. */
const entries = (range: Range): Sql => sql`
        select moment, 1 as orders, (select sum(quantity) from order_line where order_id = s.id) as pieces, subtotal, shipping, tax,
          0::bigint as refunds
        from (${sold(range)}) as s
        union all
        select moment, 0, 0, 0, 0, 0, amount from (${refunded(range)}) as r`;

const sums = sql`coalesce(sum(orders), 0)::bigint, coalesce(sum(pieces), 0)::bigint, coalesce(sum(subtotal), 0)::bigint,
        coalesce(sum(shipping), 0)::bigint, coalesce(sum(tax), 0)::bigint, coalesce(sum(refunds), 0)::bigint`;

/** One row for each period with orders or refunds, the oldest first. */
export const byPeriod = (ctx: Context, period: "day" | "week" | "month", range: Range) =>
  rows(
    ctx,
    SalesRow,
    sql`
      select to_char(date_trunc(${period}, moment), 'YYYY-MM-DD') as period, null::text, ${sums}
      from (${entries(range)}) as entries
      group by period
      order by period`,
    LIMIT,
  );

/**
 * At most 500 products or categories, those with the highest sales first. A refund belongs to its lines if it is their price. The
 * others are in a row of their own, the last one, with the title `others`.
 */
export const byProduct = (ctx: Context, by: "product" | "category", range: Range, others: string) => {
  const key = by === "product" ? sql`p.handle` : sql`c.handle`;
  const title = by === "product" ? sql`min(left(p.title, 255))` : sql`min(left(c.title, 255))`;
  return rows(
    ctx,
    SalesRow,
    sql`
      with refunded as materialized (${refunded(range)}
      ), refunded_line as materialized (
        select r.id, l.sku, rl.amount
        from refunded r
        join refund_line rl on rl.refund_id = r.id
        join order_line l on l.order_id = rl.order_id and l.position = rl.position
        where r.amount = (select sum(amount) from refund_line where refund_id = r.id)
      ), entries as (
        select o.id, l.sku, l.quantity, l.quantity::bigint * l.unit_price as gross, 0::bigint as refunds
        from (${sold(range)}) as o join order_line l on l.order_id = o.id
        union all
        select null, sku, 0, 0, amount from refunded_line
      ), found as (
        select ${key} as key, ${title} as title, count(distinct e.id) as orders, sum(e.quantity)::bigint as pieces,
          sum(e.gross)::bigint as gross, sum(e.refunds)::bigint as refunds
        from entries e
        left join variant v on v.sku = e.sku
        left join product p on p.id = v.product_id
        left join category c on c.handle = p.category
        group by ${key}
        order by gross desc, key
        limit ${MOST}
      ), other as (
        select sum(amount)::bigint as amount from refunded where id not in (select id from refunded_line)
      )
      select key, title, orders, pieces, gross, null::bigint, null::bigint, refunds
      from (
        select found.*, false as is_other from found
        union all
        select null, ${others}, 0, 0, 0, amount, true from other where amount > 0
      ) as listed
      order by is_other, gross desc, key`,
    LIMIT,
  );
};

export const total = (ctx: Context, range: Range) =>
  rows(ctx, SalesRow, sql`select null::text, null::text, ${sums} from (${entries(range)}) as entries`, LIMIT);
