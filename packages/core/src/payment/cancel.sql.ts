import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import type { CanceledBy } from "./payment.change.sql.ts";
import type { PaymentRow } from "./payment.sql.ts";

/**
 * Cancels a paid order of which nothing was shipped, returns its stock, and records a refund of all that is left, under this ID.
 * `who`: the condition that the request may cancel the order `o`. `also`: another CTE that records the change of the CTE `open`.
 */
export const cancelPaid = (
  ctx: Context,
  orderId: string,
  { refundId, who, by, also = sql`` }: { refundId: string; who: Sql; by: CanceledBy; also?: Sql | undefined },
) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with open as materialized (
        select o.* from orders o
        where o.id = ${orderId} and ${who} and o.status in ('open', 'confirmed')
          and o.fulfillment_status = 'not_fulfilled' and o.payment_provider <> 'manual' and o.paid > 0
        for no key update
      ), l as materialized (
        select line.sku, line.quantity - line.restocked as quantity
        from open join order_line line on line.order_id = open.id
        order by line.position
        for no key update of line
      ), v as materialized (
        select variant.sku, l.quantity from l join variant on variant.sku = l.sku
        order by variant.sku
        for update of variant
      ), returned as (
        update variant set stock = variant.stock + v.quantity from v where variant.sku = v.sku
      ), r as (
        insert into refund (id, order_id, payment_id, amount, reason, fingerprint)
        select ${refundId}, open.id, (select id from payment where order_id = open.id and provider <> 'manual'),
          open.paid - open.refunding, 'The order was canceled.', ''
        from open where open.paid > open.refunding
        returning *
      ), event as (${Events.record(ctx, "order.canceled", sql`open`)}
      )${also}
      update orders set status = 'canceled', canceled_by = ${by}, refunding = open.paid,
        refund_count = open.refund_count + (select count(*) from r)
      from open where orders.id = open.id
      returning orders.id`,
  );

/**
 * Records who has canceled an order, if an event of the provider has canceled it after `beginCancel`, as if it had expired.
 * `row`: the payment as it was before. `also`: another CTE that records the change of the CTE `open`.
 */
export const setCanceledBy = (ctx: Context, row: PaymentRow, by: CanceledBy, also = sql``) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
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
      returning orders.id`,
  );
