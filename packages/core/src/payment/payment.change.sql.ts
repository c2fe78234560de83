import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import { Order } from "../order/order.schema.ts";

/** What was seen at the provider. */
export interface Seen {
  /** Our ID of the payment, and the provider's. */
  id: string;
  ref: string | null;
  /** The provider's event that told of it. It is remembered with its effect. */
  eventId?: string | undefined;
}

const Changed = z.object({ id: z.string(), orderStatus: Order.shape.status });

/**
 * Locks the order and then its payment, as every change of them does. `o` and `p` are their newest versions; `p` is empty if the
 * payment's status is none of `from`, or if it belongs to another payment of the provider.
 */
const locked = ({ id, ref, eventId }: Seen, from: string[], orderStatus: Sql): Sql => sql`
      with o as materialized (
        select * from orders where id = (select order_id from payment where id = ${id}) for no key update
      ), p as materialized (
        select payment.* from payment, o
        where payment.id = ${id} and ${orderStatus}
          and payment.status in (select jsonb_array_elements_text(${JSON.stringify(from)}::jsonb))
          and coalesce(provider_ref, ${ref}::text) is not distinct from ${ref}::text
        for no key update of payment
      )${eventId === undefined ? sql`` : remembered(eventId)}`;

const remembered = (eventId: string): Sql => sql`, remembered as (
        insert into provider_event (id) select ${eventId} from p on conflict do nothing
      )`;

const isOpen = sql`o.status <> 'canceled'`;

/** The provider waits for the money of an order, so its stock is held for longer. */
export const processing = (ctx: Context, seen: Seen, holdSeconds: number) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending"], isOpen)}
      update payment set provider_ref = ${seen.ref}, checked_at = now(),
        expires_at = greatest(payment.expires_at, now() + make_interval(secs => ${holdSeconds}))
      from p, o where payment.id = p.id
      returning payment.id, o.status`,
  );

/** The provider waits for the shopper again. The stock is held until this time at most. */
export const reopen = (ctx: Context, seen: Seen, expiresAt: Date) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending"], isOpen)}
      update payment set provider_ref = ${seen.ref}, checked_at = now(),
        expires_at = least(payment.expires_at, ${expiresAt.toISOString()}::timestamptz)
      from p, o where payment.id = p.id
      returning payment.id, o.status`,
  );

export const authorize = (ctx: Context, seen: Seen, captureBefore: Date | undefined) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending"], isOpen)}, payment_changed as (
        update payment set status = 'authorized', provider_ref = ${seen.ref}, checked_at = now(),
          expires_at = ${captureBefore?.toISOString() ?? null}::timestamptz,
          capture_before = ${captureBefore?.toISOString() ?? null}::timestamptz
        from p where payment.id = p.id
      )
      update orders set payment_status = 'authorized' from o, p where orders.id = o.id
      returning p.id, orders.status`,
  );

/** Records that an order is paid. */
export const pay = (ctx: Context, seen: Seen) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending", "authorized", "canceled"], isOpen)}, payment_changed as (
        update payment set status = 'paid', provider_ref = ${seen.ref}, checked_at = now(), expires_at = null
        from p where payment.id = p.id
      ), changed as (
        update orders set paid = o.paid + p.amount, payment_status = 'paid',
          status = case when o.fulfillment_status = 'delivered' then 'complete' else o.status end
        from o, p where orders.id = o.id
        returning orders.*
      ), event as (${Events.record(ctx, "order.paid", sql`changed`)}
      )
      select p.id, changed.status from p, changed`,
  );

/**
 * Records the money of an order that is canceled already. If it was canceled because it was not paid in time, and everything is
 * still in stock, the order is open again. Otherwise a refund of all of it is recorded, under this ID.
 */
export const payCanceled = (ctx: Context, seen: Seen, refundId: string) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending", "authorized", "canceled"], sql`o.status = 'canceled'`)}, v as materialized (
        select v.sku, v.stock, l.quantity
        from p join order_line l on l.order_id = p.order_id join variant v on v.sku = l.sku
        order by v.sku
        for update of v
      ), enough as (
        select o.id from o, p
        where o.canceled_by = 'expiry' and not exists (select from v where stock < quantity)
          and (select count(*) from v) = (select count(*) from order_line where order_id = o.id)
      ), taken as (
        update variant set stock = v.stock - v.quantity from v, enough where variant.sku = v.sku
      ), payment_changed as (
        update payment set status = 'paid', provider_ref = ${seen.ref}, checked_at = now(), expires_at = null
        from p where payment.id = p.id
      ), changed as (
        update orders set paid = o.paid + p.amount, payment_status = 'paid',
          status = case when exists (select from enough) then 'open' else 'canceled' end,
          canceled_by = case when exists (select from enough) then null else o.canceled_by end,
          refunding = o.refunding + case when exists (select from enough) then 0 else p.amount end,
          refund_count = o.refund_count + case when exists (select from enough) then 0 else 1 end
        from o, p where orders.id = o.id
        returning orders.*
      ), refunded as (
        insert into refund (id, order_id, payment_id, amount, reason, fingerprint)
        select ${refundId}, p.order_id, p.id, p.amount, 'The order was canceled before it was paid.', ''
        from p, changed where changed.status = 'canceled'
      ), event as (${Events.record(ctx, "order.paid", sql`enough`)}
      )
      select p.id, changed.status from p, changed`,
  );

export type CanceledBy = "shopper" | "merchant" | "expiry";

/**
 * Records that a payment can never be paid, and cancels its order and returns its stock. `also`: another CTE that records the
 * change of the CTE `open`.
 */
export const close = (ctx: Context, seen: Seen, by: CanceledBy, also = sql``) =>
  rows(
    ctx,
    Changed,
    sql`${locked(seen, ["pending", "authorized"], isOpen)}, open as (
        select o.* from o, p where o.fulfillment_status = 'not_fulfilled'
      ), v as materialized (
        select v.sku, l.quantity
        from open join order_line l on l.order_id = open.id join variant v on v.sku = l.sku
        order by v.sku
        for update of v
      ), returned as (
        update variant set stock = variant.stock + v.quantity from v where variant.sku = v.sku
      ), payment_changed as (
        update payment set status = 'canceled', provider_ref = ${seen.ref}::text, checked_at = now(), expires_at = null
        from p where payment.id = p.id
      ), changed as (
        update orders set payment_status = 'canceled',
          status = case when o.fulfillment_status = 'not_fulfilled' then 'canceled' else o.status end,
          canceled_by = case when o.fulfillment_status = 'not_fulfilled' then ${by} end
        from o, p where orders.id = o.id
        returning orders.*
      ), event as (${Events.record(ctx, "order.canceled", sql`open`)}
      )${also}
      select p.id, changed.status from p, changed`,
  );
