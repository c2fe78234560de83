import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import * as Audit from "../merchant/audit.ts";
import type { Write } from "./order.admin.sql.ts";
import { Order } from "./order.schema.ts";
import type { RecordPayment } from "./payment.schema.ts";

const PaymentRow = z.object({
  orderId: z.string(),
  id: z.string(),
  provider: z.string(),
  status: Order.shape.paymentStatus,
  /** In minor units. */
  amount: z.int(),
  reference: z.string().nullable(),
  createdAt: instant,
  fingerprint: z.string(),
});
export type PaymentRow = z.infer<typeof PaymentRow>;

const columns = sql`order_id, id, provider, status, amount, reference, created_at, fingerprint`;

/** So many rows stay far below 1 MiB. */
const PART = 500;

const statuses = (of: Sql) =>
  sql`jsonb_build_object('status', ${of}.status, 'paymentStatus', ${of}.payment_status, 'paid', ${of}.paid)`;

/**
 * Records a payment in one statement. No row: there is no such order, it is canceled, less is owed, or the key has a payment
 * already. The check on `orders.paid` would end the statement if the sum were above the total. Fails with SQLSTATE 23505 if the
 * key or the ID is stored at the same time.
 */
export const record = (
  ctx: Context,
  by: Audit.Author,
  orderId: string,
  { id, key, fingerprint }: Write,
  { amount, reference }: RecordPayment,
) =>
  rows(
    ctx,
    PaymentRow,
    sql`
      with o as materialized (
        select * from orders
        where id = ${orderId} and payment_provider = 'manual' and status <> 'canceled' and paid + ${amount.amount} <= total
          and payment_status in ('pending', 'failed')
          and not exists (select from payment where order_id = orders.id and idempotency_key = ${key ?? null}::text)
        for no key update
      ), made as (
        insert into payment (id, order_id, provider, status, amount, reference, idempotency_key, fingerprint)
        select ${id}, o.id, 'manual', 'paid', ${amount.amount}, ${reference ?? null}::text, ${key ?? null}::text,
          ${fingerprint}
        from o
        returning *
      ), changed as (
        update orders set paid = o.paid + made.amount,
          payment_status = case when o.paid + made.amount = o.total then 'paid' else o.payment_status end,
          status = case
            when o.fulfillment_status = 'delivered' and o.paid + made.amount = o.total then 'complete'
            else o.status
          end
        from o, made where orders.id = o.id
        returning orders.*
      ), paid as (
        select id from changed where payment_status = 'paid'
      ), event as (${Events.record(ctx, "order.paid", sql`paid`)}
      ), audit as (${Audit.record(by, {
        from: sql`made, o, changed`,
        subject: sql`o.id`,
        before: statuses(sql`o`),
        after: sql`${statuses(sql`changed`)} || jsonb_build_object(
          'paymentId', made.id, 'amount', made.amount, 'reference', made.reference
        )`,
      })}
      )
      select ${columns} from made`,
  );

/** What an earlier attempt of this request, or another request with its key, has recorded. */
export const byWrite = (ctx: Context, orderId: string, { id, key }: Write) =>
  rows(
    ctx,
    PaymentRow,
    sql`
      select ${columns} from payment
      where order_id = ${orderId} and (id = ${id} or idempotency_key = ${key ?? null}::text)`,
  );

/** The payments of these orders, the oldest first, with one call for each 500 of them. */
export async function ofOrders(ctx: Context, orderIds: string[]): Promise<PaymentRow[]> {
  const all: PaymentRow[] = [];
  for (;;) {
    const part = await rows(
      ctx,
      PaymentRow,
      sql`
        select ${columns} from payment
        where order_id in (select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb))
          and id > ${all.at(-1)?.id ?? ""}
        order by id
        limit ${PART}`,
    );
    all.push(...part);
    if (part.length < PART) return all;
  }
}

/** What is owed, in minor units, and the order's status. No row: there is no such order. */
export const owed = (ctx: Context, orderId: string) =>
  rows(
    ctx,
    z.object({ owed: z.int(), status: z.string() }),
    sql`select total - paid, status from orders where id = ${orderId}`,
  );
