import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import { statusAfter } from "./refund.sql.ts";

const Id = z.object({ id: z.string() });

/** Locks the order of a refund and then the refund, if its status is one of `from`. */
const locked = (id: string, from: string[]): Sql => sql`
      with o as materialized (
        select * from orders where id = (select order_id from refund where id = ${id}) for no key update
      ), r as materialized (
        select refund.* from refund, o
        where refund.id = ${id} and refund.status in (select jsonb_array_elements_text(${JSON.stringify(from)}::jsonb))
        for no key update of refund
      )`;

/** The provider has paid it back. No row: this was recorded before. */
export const succeed = (ctx: Context, id: string, ref: string) =>
  rows(
    ctx,
    Id,
    sql`${locked(id, ["pending"])}, done as (
        update refund set status = 'succeeded', succeeded_at = now(), provider_ref = ${ref} from r where refund.id = r.id
      ), paid_back as (
        update payment set status = ${statusAfter(sql`o.refunded + r.amount`)} from o, r where payment.id = r.payment_id
      ), changed as (
        update orders set refunded = o.refunded + r.amount, payment_status = ${statusAfter(sql`o.refunded + r.amount`)}
        from o, r where orders.id = o.id
        returning orders.id
      ), event as (${Events.record(ctx, "order.refunded", sql`changed`)}
      )
      select id from r`,
  );

/** The provider has not paid it back, or the bank has returned the money. */
export const fail = (ctx: Context, id: string) =>
  rows(
    ctx,
    Id,
    sql`${locked(id, ["pending", "succeeded"])}, failed as (
        update refund set status = 'failed' from r where refund.id = r.id
      ), after as (
        select o.id, o.refunded - case r.status when 'succeeded' then r.amount else 0 end as refunded from o, r
      ), paid_again as (
        update payment set status = ${statusAfter(sql`after.refunded`)} from o, r, after where payment.id = r.payment_id
      )
      update orders set refunding = o.refunding - r.amount, refunded = after.refunded,
        payment_status = ${statusAfter(sql`after.refunded`)}
      from o, r, after where orders.id = o.id
      returning r.id`,
  );

/**
 * Records that the provider has refused a refund. If the order is canceled, `rest` takes its place, unless its amount is 0. In one
 * statement: a cancellation before it counts on this refund, and one after it does not. No row: this was recorded before. Fails with SQLSTATE
 * 23514 if other refunds hold the money.
 */
export const refuse = (ctx: Context, id: string, rest: { id: string; amount: number }) =>
  rows(
    ctx,
    z.object({ isReplaced: z.boolean() }),
    sql`${locked(id, ["pending"])}, refused as (
        update refund set status = 'failed' from r where refund.id = r.id
        returning refund.*
      ), made as (
        insert into refund (id, order_id, payment_id, amount, reason, fingerprint)
        select ${rest.id}, order_id, payment_id, ${rest.amount}::bigint, refused.reason, '' from refused, o
        where o.status = 'canceled' and ${rest.amount}::bigint > 0
        returning amount
      )
      update orders set refunding = o.refunding - refused.amount + coalesce((select amount from made), 0),
        refund_count = o.refund_count + (select count(*) from made)
      from o, refused where orders.id = o.id
      returning exists (select from made)`,
  );

/**
 * Records a refund that was made in the provider's dashboard. No row: it is recorded already. Fails with SQLSTATE 23514 if
 * refunds of the shop that the provider will refuse hold the money: `pendingOf` finds them.
 */
export const adopt = (
  ctx: Context,
  paymentId: string,
  { id, ref, amount }: { id: string; ref: string; amount: number },
) =>
  rows(
    ctx,
    Id,
    sql`
      with o as materialized (
        select orders.* from orders
        where id = (select order_id from payment where id = ${paymentId}) for no key update
      ), r as (
        insert into refund (id, order_id, payment_id, amount, status, succeeded_at, reason, provider_ref, fingerprint)
        select ${id}, o.id, ${paymentId}, ${amount}, 'succeeded', now(), 'Made at the payment provider.', ${ref}, '' from o
        on conflict do nothing
        returning *
      ), paid_back as (
        update payment set status = ${statusAfter(sql`o.refunded + r.amount`)} from o, r where payment.id = r.payment_id
      ), changed as (
        update orders set refunding = o.refunding + r.amount, refunded = o.refunded + r.amount,
          refund_count = o.refund_count + 1, payment_status = ${statusAfter(sql`o.refunded + r.amount`)}
        from o, r where orders.id = o.id
        returning orders.id
      ), event as (${Events.record(ctx, "order.refunded", sql`changed`)}
      )
      select id from r`,
  );
