import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import { Order } from "../order/order.schema.ts";

const PaymentRow = z.object({
  id: z.string(),
  orderId: z.string(),
  number: z.int(),
  orderStatus: Order.shape.status,
  provider: z.string(),
  status: Order.shape.paymentStatus,
  /** In minor units. */
  amount: z.int(),
  currency: z.string(),
  /** Null: nobody has begun to pay. */
  providerRef: z.string().nullable(),
  expiresAt: instant.nullable(),
  checkedAt: instant.nullable(),
});
export type PaymentRow = z.infer<typeof PaymentRow>;

const columns = sql`p.id, o.id, o.number, o.status, p.provider, p.status, p.amount, o.currency, p.provider_ref, p.expires_at, p.checked_at`;

const read = (ctx: Context, condition: Sql, end = sql``) =>
  rows(
    ctx,
    PaymentRow,
    sql`select ${columns} from payment p join orders o on o.id = p.order_id
      where p.provider <> 'manual' and ${condition} ${end}`,
  );

/** The payment of an order by a provider. No row: it is paid otherwise. `who`: the condition that the request may see the order `o`. */
export const ofOrder = (ctx: Context, orderId: string, who: Sql) =>
  read(ctx, sql`p.order_id = ${orderId} and ${who}`);

export const byId = (ctx: Context, id: string) => read(ctx, sql`p.id = ${id}`);

/** Payments that expired, from the oldest. */
export const expired = (ctx: Context, limit: number) =>
  read(
    ctx,
    sql`p.status in ('pending', 'authorized') and p.expires_at < now()`,
    sql`order by p.expires_at limit ${limit}`,
  );

/** Pending payments that nobody has asked about for so long. */
export const unchecked = (ctx: Context, ageSeconds: number, limit: number) =>
  read(
    ctx,
    sql`p.status = 'pending' and p.provider_ref is not null
      and coalesce(p.checked_at, o.placed_at) < now() - make_interval(secs => ${ageSeconds})`,
    sql`order by p.expires_at limit ${limit}`,
  );

/** Authorised payments of orders that were shipped. */
export const toCapture = (ctx: Context, limit: number) =>
  read(
    ctx,
    sql`p.status = 'authorized' and o.fulfillment_status <> 'not_fulfilled'`,
    sql`order by p.expires_at limit ${limit}`,
  );

/**
 * Stops shipments of an order for a minute, so that its payment can be canceled at the provider. No row: a part was shipped, the order is
 * canceled or complete, or it has no payment by a provider. `who`: the condition that the request may cancel the order `o`.
 */
export const claimCancel = (ctx: Context, orderId: string, who: Sql) =>
  rows(
    ctx,
    PaymentRow,
    sql`
      with o as (
        update orders o set cancel_requested_at = now()
        where o.id = ${orderId} and ${who} and o.status in ('open', 'confirmed')
          and o.fulfillment_status = 'not_fulfilled' and o.payment_provider <> 'manual'
        returning o.*
      )
      select ${columns} from o join payment p on p.order_id = o.id and p.provider <> 'manual'`,
  );

/** Has a row if the caller may ask the provider now: at most one does, every few seconds, once the shopper has begun to pay. */
export const claimCheck = (ctx: Context, id: string, pauseSeconds: number) =>
  rows(
    ctx,
    PaymentRow,
    sql`
      with p as (
        update payment set checked_at = now()
        where id = ${id} and status = 'pending' and provider_ref is not null
          and checked_at < now() - make_interval(secs => ${pauseSeconds})
        returning *
      )
      select ${columns} from p join orders o on o.id = p.order_id`,
  );

/** Stores the provider's ID, while the payment is open. No row: it is not open any more, or has another ID. */
export const opened = (ctx: Context, id: string, ref: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      update payment set provider_ref = ${ref}, checked_at = now()
      where id = ${id} and status = 'pending' and expires_at > now() and coalesce(provider_ref, ${ref}) = ${ref}
      returning id`,
  );

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
 * Records the money of an order that is canceled already. If it was canceled because it was not paid in time, and everything is still in
 * stock, the order is open again. Otherwise a refund of all of it is recorded, under this ID.
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
 * Records that a payment can never be paid, and cancels its order and returns its stock. `also`: another CTE that records the change of the CTE `open`.
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

/**
 * Records who has canceled an order, if an event of the provider has canceled it after `claimCancel`, as if it had expired. `row`: the
 * payment as it was before. `also`: another CTE that records the change of the CTE `open`.
 */
export const claimCanceled = (ctx: Context, row: PaymentRow, by: CanceledBy, also = sql``) =>
  rows(
    ctx,
    Changed,
    sql`
      with o as materialized (
        select * from orders
        where id = ${row.orderId} and status = 'canceled' and canceled_by = 'expiry'
          and cancel_requested_at > now() - interval '1 minute'
        for no key update
      ), open as (
        select id, ${row.orderStatus}::text as status, ${row.status}::text as payment_status from o
      )${also}
      update orders set canceled_by = ${by} from o where orders.id = o.id
      returning ${row.id}::text, orders.status`,
  );

/** Has a row if an event of the provider had its effect. */
export const handledEvent = (ctx: Context, id: string) =>
  rows(ctx, z.object({ id: z.string() }), sql`select id from provider_event where id = ${id}`);

/** Has a row for the first caller with this text. */
export const claimDay = (ctx: Context, text: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`insert into provider_event (id) values (${text}) on conflict do nothing returning id`,
  );

/** Stripe repeats an event for three days. */
export const forgetEvents = (ctx: Context, days: number) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      delete from provider_event where id in (
        select id from provider_event where received_at < now() - make_interval(days => ${days}::int) limit 500
      ) returning id`,
  );
