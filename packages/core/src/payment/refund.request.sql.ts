import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import * as Audit from "../merchant/audit.ts";
import type { Write } from "../order/order.admin.sql.ts";
import type { RequestRefund } from "./refund.schema.ts";
import { columns, RefundRow, statusAfter, supportLimit } from "./refund.sql.ts";

/**
 * Records a refund in one statement, and puts its units back into stock. No row: there is no such order, it has less money left,
 * it does not have these lines, it has `most` refunds, the author may not refund so much, or the key has a refund already. Money
 * that the shop has received outside this API counts as paid back at once. Units that are back in stock are not shipped any more: if they were the last ones, the order has been shipped.
 * The units of a line that were not shipped go first. Fails with SQLSTATE 23505 if the key or the ID is stored at the same time.
 */
export const request = (
  ctx: Context,
  by: Audit.Author,
  orderId: string,
  { id, key, fingerprint }: Write,
  { amount, lines, reason, restock }: RequestRefund,
  most: number,
) =>
  rows(
    ctx,
    RefundRow,
    sql`
      with o as materialized (
        select * from orders
        where id = ${orderId} and paid > refunding and refund_count < ${most}
          and not exists (select from refund where order_id = orders.id and idempotency_key = ${key ?? null}::text)
        for no key update
      ), p as (
        select payment.* from payment join o on o.id = payment.order_id where payment.provider <> 'manual'
      ), line as materialized (
        select order_line.* from o join order_line on order_line.order_id = o.id
        order by order_line.position
        for no key update of order_line
      ), l as (
        select line.position, line.sku, line.unit_price, wanted.quantity
        from o, line
        join jsonb_to_recordset(${JSON.stringify(lines ?? [])}::jsonb) as wanted(sku text, quantity integer)
          on wanted.sku = line.sku and wanted.quantity <= line.quantity - line.restocked
        -- A cancellation has returned everything.
        where o.status <> 'canceled' or not ${restock}
      ), wanted as (
        select coalesce(
          ${amount?.amount ?? null}::bigint,
          case when ${lines !== undefined} then (select sum(unit_price * quantity)::bigint from l) else o.paid - o.refunding end
        ) as amount
        from o
        where (select count(*) from l) = ${lines?.length ?? 0}
      ), r as (
        insert into refund (id, order_id, payment_id, amount, status, succeeded_at, reason, idempotency_key, fingerprint)
        select ${id}, o.id, (select id from p), wanted.amount,
          case when exists (select from p) then 'pending' else 'succeeded' end,
          case when exists (select from p) then null else now() end, ${reason}, ${key ?? null}::text, ${fingerprint}
        from o, wanted
        where wanted.amount <= o.paid - o.refunding
          and ${by.role === "support" ? sql`o.refunding + wanted.amount <= coalesce(${supportLimit}, o.paid)` : sql`true`}
        returning *
      ), itemized as (
        insert into refund_line (refund_id, order_id, position, quantity, amount)
        select r.id, r.order_id, l.position, l.quantity, l.unit_price::bigint * l.quantity from r, l
      ), v as materialized (
        select variant.sku, l.quantity from r, l join variant on variant.sku = l.sku
        where ${restock}
        order by variant.sku
        for update of variant
      ), returned as (
        update variant set stock = variant.stock + v.quantity from v where variant.sku = v.sku
      ), counted as (
        update order_line set restocked = order_line.restocked + l.quantity
        from r, l where order_line.order_id = r.order_id and order_line.position = l.position and ${restock}
      ), unshipped as (
        select coalesce(sum(greatest(
          line.quantity - line.shipped - line.restocked - case when ${restock} then coalesce(l.quantity, 0) else 0 end, 0
        )), 0) as units
        from line left join l using (position)
      ), changed as (
        update orders set refunding = o.refunding + r.amount, refund_count = o.refund_count + 1,
          fulfillment_status = case
            when o.fulfillment_status <> 'partially_shipped' or (select units from unshipped) > 0 then o.fulfillment_status
            when o.delivered_count = o.fulfillment_count then 'delivered'
            else 'shipped'
          end,
          status = case
            when o.fulfillment_status = 'partially_shipped' and (select units from unshipped) = 0
              and o.delivered_count = o.fulfillment_count and o.paid = o.total then 'complete'
            else o.status
          end,
          refunded = o.refunded + case r.status when 'succeeded' then r.amount else 0 end,
          payment_status = case r.status
            when 'succeeded' then ${statusAfter(sql`o.refunded + r.amount`)} else o.payment_status
          end
        from o, r where orders.id = o.id
        returning orders.*
      ), done as (
        select changed.id from changed, r where r.status = 'succeeded'
      ), event as (${Events.record(ctx, "order.refunded", sql`done`)}
      ), audit as (${Audit.record(by, {
        from: sql`r, o, changed`,
        subject: sql`o.id`,
        before: sql`jsonb_build_object('paymentStatus', o.payment_status, 'refunded', o.refunding)`,
        after: sql`jsonb_build_object(
          'paymentStatus', changed.payment_status, 'refunded', changed.refunding, 'refundId', r.id, 'amount', r.amount,
          'reason', r.reason, 'restocked', (select jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity)) from v)
        )`,
      })}
      )
      select ${columns} from r left join p on true`,
  );
