import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { all, type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.sql.ts";
import { newUlid } from "../id.ts";
import * as Audit from "../merchant/audit.sql.ts";
import { startsWith, wordsStart } from "../prefix.sql.ts";
import type { AdminOrderQuery } from "./order.admin.schema.ts";
import { Order } from "./order.schema.ts";
import { columns, OrderRow } from "./order.sql.ts";

/** A request that creates something for an order. */
export interface Write {
  /** The new ID. The SDK may send a statement twice: the ID tells whether the first one took effect. */
  id: string;
  key: string | undefined;
  fingerprint: string;
}

const AdminRow = OrderRow.extend({
  customerId: z.string().nullable(),
  paid: z.int(),
  shipped: z.int(),
});
export type AdminRow = z.infer<typeof AdminRow>;

/** The orders with these IDs, one row for each line. The caller limits the sum of their lines: 140 rows fit into an answer. */
export const byIds = (ctx: Context, ids: string[]) =>
  read(ctx, sql`o.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);

export const byNumber = (ctx: Context, number: number) => read(ctx, sql`o.number = ${number}`);

const read = (ctx: Context, condition: Sql) =>
  rows(
    ctx,
    AdminRow,
    sql`
      select ${columns}, o.customer_id, o.paid, l.shipped
      from orders o join order_line l on l.order_id = o.id
      where ${condition}
      order by o.id, l.position`,
  );

const SummaryRow = z.object({
  id: z.string(),
  number: z.int(),
  status: Order.shape.status,
  paymentStatus: Order.shape.paymentStatus,
  fulfillmentStatus: Order.shape.fulfillmentStatus,
  email: z.string(),
  customerId: z.string().nullable(),
  total: z.int(),
  paid: z.int(),
  placedAt: instant,
  name: z.string(),
  itemCount: z.int(),
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** How far an order's ID, which is made when its request begins, may be from the time at which it was placed. */
const ID_TOLERANCE_MS = 3_600_000;

/**
 * Summaries from the newest to the oldest. IDs begin with a time, so that a range of times is also a range of IDs: each index
 * that the planner may choose reads only that range.
 */
export const list = (ctx: Context, query: Omit<AdminOrderQuery, "cursor">, after: string | undefined) => {
  const { status, paymentStatus, fulfillmentStatus, q, placedFrom, placedTo, limit } = query;
  const conditions = [
    after !== undefined && sql`o.id < ${after}`,
    status && sql`o.status = ${status}`,
    paymentStatus && sql`o.payment_status = ${paymentStatus}`,
    fulfillmentStatus && sql`o.fulfillment_status = ${fulfillmentStatus}`,
    placedFrom &&
      sql`o.placed_at >= ${placedFrom}::timestamptz and o.id >= ${idAt(placedFrom, -ID_TOLERANCE_MS)}`,
    placedTo && sql`o.placed_at < ${placedTo}::timestamptz and o.id < ${idAt(placedTo, ID_TOLERANCE_MS)}`,
    q && sql`o.id in (select id from matched)`,
  ].filter((condition) => typeof condition === "object");
  return summaries(ctx, all(conditions), limit + 1, q ? matched(q) : sql``);
};

/** The newest orders of a customer. */
export const ofCustomer = (ctx: Context, customerId: string, count: number) =>
  summaries(ctx, sql`o.customer_id = ${customerId}`, count);

const summaries = (ctx: Context, condition: Sql, count: number, before = sql``) =>
  rows(
    ctx,
    SummaryRow,
    sql`${before}
      select o.id, o.number, o.status, o.payment_status, o.fulfillment_status, o.email, o.customer_id, o.total, o.paid,
        o.placed_at, left(o.shipping_address ->> 'name', 100),
        (select sum(quantity) from order_line where order_id = o.id)
      from orders o
      where ${condition}
      order by o.id desc
      limit ${count}`,
  );

/** Each part has its own index. An `or` of them could make the planner read all orders from the newest on. */
const matched = (q: string): Sql => sql`
      with matched as materialized (
        select id from orders where number = ${/^\d{1,15}$/.test(q) ? Number(q) : 0}
        union
        select id from orders where ${startsWith(sql`lower(email) collate "C"`, sql`lower(${q})`)}
        union
        select id from orders where ${wordsStart(sql`shipping_address ->> 'name'`, q)}
      )`;

const idAt = (time: string, offset: number): string =>
  `ord_${newUlid(new Date(Math.max(1, Date.parse(time) + offset))).slice(0, 10)}`;

/** Asks for the mail about an order's arrival once more. No row: there is no such order. */
export const requestConfirmation = (ctx: Context, by: Audit.Author, id: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with o as (
        select id from orders where id = ${id}
      ), event as (${Events.record(ctx, "order.confirmation_requested", sql`o`)}
      ), audit as (${Audit.record(by, { from: sql`o`, subject: sql`o.id`, after: sql`'{"mail": "confirmation"}'::jsonb` })}
      )
      select id from o`,
  );
