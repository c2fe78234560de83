import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { columns, PaymentRow } from "./payment.sql.ts";

const Id = z.object({ id: z.string() });

/**
 * Stops shipments of an order for a minute, so that its payment can be canceled at the provider. No row: a part was shipped, the
 * order is canceled or complete, or it has no payment by a provider. `who`: the condition that the request may cancel the order
 * `o`.
 */
export const beginCancel = (ctx: Context, orderId: string, who: Sql) =>
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
export const beginCheck = (ctx: Context, id: string, pauseSeconds: number) =>
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

/** The provider was asked. */
export const setChecked = (ctx: Context, id: string) =>
  rows(ctx, Id, sql`update payment set checked_at = now() where id = ${id} returning id`);

/** The end of an authorised payment was reported. */
export const setWarned = (ctx: Context, id: string) =>
  rows(ctx, Id, sql`update payment set warned_at = now() where id = ${id} returning id`);

/** Stores the provider's ID, while the payment is open. No row: it is not open any more, or has another ID. */
export const setRef = (ctx: Context, id: string, ref: string) =>
  rows(
    ctx,
    Id,
    sql`
      update payment set provider_ref = ${ref}, checked_at = now()
      where id = ${id} and status = 'pending' and expires_at > now() and coalesce(provider_ref, ${ref}) = ${ref}
      returning id`,
  );

/** Has a row if an event of the provider had its effect. */
export const handledEvent = (ctx: Context, id: string) =>
  rows(ctx, Id, sql`select id from provider_event where id = ${id}`);

/** Has a row for the first caller with this text. */
export const beginDay = (ctx: Context, text: string) =>
  rows(ctx, Id, sql`insert into provider_event (id) values (${text}) on conflict do nothing returning id`);

/** Stripe repeats an event for three days. */
export const forgetEvents = (ctx: Context, days: number) =>
  rows(
    ctx,
    Id,
    sql`
      delete from provider_event where id in (
        select id from provider_event where received_at < now() - make_interval(days => ${days}::int) limit 500
      ) returning id`,
  );
