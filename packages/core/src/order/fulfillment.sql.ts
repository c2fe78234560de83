import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import * as Audit from "../merchant/audit.ts";
import type { Ship } from "./fulfillment.schema.ts";
import type { Write } from "./order.admin.sql.ts";

const FulfillmentRow = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  shippedAt: instant,
  deliveredAt: instant.nullable(),
  fingerprint: z.string(),
  sku: z.string(),
  quantity: z.int(),
});
export type FulfillmentRow = z.infer<typeof FulfillmentRow>;

const columns = sql`f.id, f.carrier, f.tracking_number, f.tracking_url, f.shipped_at, f.delivered_at, f.fingerprint`;

/** The statuses as the audit log shows them. */
const statuses = (of: Sql) =>
  sql`jsonb_build_object('status', ${of}.status, 'fulfillmentStatus', ${of}.fulfillment_status)`;

/** The units of a line that can be shipped. Those that went back into stock with a refund cannot. */
const unshipped = sql`greatest(l.quantity - l.shipped - l.restocked, 0)`;

/** The condition that the provider has the money of the order `o`, or that the shop collects it outside this API. */
const isSecured = sql`(o.payment_provider = 'manual' or o.payment_status in ('authorized', 'paid', 'partially_refunded'))`;

/**
 * Ships lines of an order, or everything that is left, in one statement. Returns a row for each line, or none if nothing was
 * shipped:
 * - there is no such order, or it is canceled or complete, or being canceled, or a provider still has to collect its payment
 * - a SKU is not in the order, or has fewer units left, or nothing is left
 * - the request's key has a fulfillment already
 * Fails with SQLSTATE 23505 if the key or the ID is stored at the same time, and with 23514 for the 21st fulfillment.
 */
export const ship = (
  ctx: Context,
  by: Audit.Author,
  orderId: string,
  { id, key, fingerprint }: Write,
  { lines, carrier, trackingNumber, trackingUrl }: Ship,
) =>
  rows(
    ctx,
    FulfillmentRow,
    sql`
      with o as materialized (
        -- A cancellation locks the same row. Whoever waits for it sees its new statuses and counters.
        select o.* from orders o
        where o.id = ${orderId} and o.status in ('open', 'confirmed')
          and o.fulfillment_status in ('not_fulfilled', 'partially_shipped')
          and ${isSecured}
          and coalesce(o.cancel_requested_at < now() - interval '1 minute', true)
          and not exists (select from fulfillment where order_id = o.id and idempotency_key = ${key ?? null}::text)
        for no key update
      ), unshipped as materialized (
        select l.position, l.sku, ${unshipped} as units
        from o join order_line l on l.order_id = o.id
        order by l.position
        for no key update of l
      ), parcel as (
        ${lines ? chosen(lines) : sql`select position, sku, units as quantity from unshipped where units > 0`}
      ), f as (
        insert into fulfillment (
          id, order_id, number, carrier, tracking_number, tracking_url, idempotency_key, fingerprint
        )
        select ${id}, o.id, o.fulfillment_count + 1, ${carrier}, ${trackingNumber ?? null}::text,
          ${trackingUrl ?? null}::text, ${key ?? null}::text, ${fingerprint}
        from o
        where ${lines ? sql`(select count(*) from parcel) = ${lines.length}` : sql`exists (select from parcel)`}
        returning *
      ), packed as (
        insert into fulfillment_line (order_id, position, number, quantity)
        select f.order_id, parcel.position, f.number, parcel.quantity from f, parcel
      ), counted as (
        update order_line l set shipped = l.shipped + parcel.quantity
        from f, parcel
        where l.order_id = f.order_id and l.position = parcel.position
      ), changed as (
        update orders set status = 'confirmed', fulfillment_count = f.number, fulfillment_status = case
            when (select sum(units) from unshipped) = (select sum(quantity) from parcel) then 'shipped'
            else 'partially_shipped'
          end
        from f where orders.id = f.order_id
        returning orders.*
      ), event as (${Events.record(ctx, "order.shipped", sql`f`)}
      ), audit as (${Audit.record(by, {
        from: sql`f, o, changed`,
        subject: sql`o.id`,
        before: statuses(sql`o`),
        after: sql`${statuses(sql`changed`)} || jsonb_build_object('fulfillmentId', f.id, 'lines', (
          select jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity)) from parcel
        ))`,
      })}
      )
      select ${columns}, parcel.sku, parcel.quantity from f, parcel order by parcel.position`,
  );

/** The wanted lines that have enough units left. */
const chosen = (lines: NonNullable<Ship["lines"]>) => sql`
        select position, sku, quantity
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as wanted(sku text, quantity integer)
        join unshipped using (sku)
        where wanted.quantity <= units`;

const stored = (ctx: Context, condition: Sql) =>
  rows(
    ctx,
    FulfillmentRow,
    sql`
      select ${columns}, l.sku, fl.quantity
      from fulfillment f
      join fulfillment_line fl on fl.order_id = f.order_id and fl.number = f.number
      join order_line l on l.order_id = fl.order_id and l.position = fl.position
      where ${condition}
      order by fl.position`,
  );

/** What an earlier attempt of this request, or another request with its key, has shipped. */
export const byWrite = (ctx: Context, orderId: string, { id, key }: Write) =>
  stored(ctx, sql`f.order_id = ${orderId} and (f.id = ${id} or f.idempotency_key = ${key ?? null}::text)`);

export const byId = (ctx: Context, orderId: string, id: string) =>
  stored(ctx, sql`f.order_id = ${orderId} and f.id = ${id}`);

export const orderOf = (ctx: Context, id: string) =>
  rows(ctx, z.object({ orderId: z.string() }), sql`select order_id from fulfillment where id = ${id}`);

/** Marks a fulfillment as delivered, once. A repetition changes nothing. */
export const deliver = (ctx: Context, by: Audit.Author, orderId: string, id: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with o as materialized (
        select * from orders where id = ${orderId} for no key update
      ), f as (
        update fulfillment set delivered_at = now()
        from o
        where fulfillment.id = ${id} and order_id = o.id and delivered_at is null
        returning fulfillment.*
      ), changed as (
        update orders set delivered_count = o.delivered_count + 1,
          fulfillment_status = case when ${isLast} then 'delivered' else o.fulfillment_status end,
          status = case when ${isLast} and o.paid = o.total then 'complete' else o.status end
        from o, f where orders.id = o.id
        returning orders.*
      ), event as (${Events.record(ctx, "order.delivered", sql`f`)}
      ), audit as (${Audit.record(by, {
        from: sql`f, o, changed`,
        subject: sql`o.id`,
        before: statuses(sql`o`),
        after: sql`${statuses(sql`changed`)} || jsonb_build_object('deliveredFulfillmentId', f.id)`,
      })}
      )
      select id from f`,
  );

const isLast = sql`(o.fulfillment_status = 'shipped' and o.delivered_count + 1 = o.fulfillment_count)`;

/** What is left of each line of an order, and what the order's status is. No row: there is no such order. */
export const left = (ctx: Context, orderId: string) =>
  rows(
    ctx,
    z.object({ sku: z.string(), left: z.int(), status: z.string(), count: z.int(), isPayable: z.boolean() }),
    sql`
      select l.sku, ${unshipped}, o.status, o.fulfillment_count, not ${isSecured}
      from orders o join order_line l on l.order_id = o.id
      where o.id = ${orderId}
      order by l.position`,
  );
