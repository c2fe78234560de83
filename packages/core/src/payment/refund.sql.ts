import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import * as Audit from "../merchant/audit.ts";
import type { Write } from "../order/order.admin.sql.ts";
import type { CanceledBy } from "./payment.sql.ts";
import { AdminRefund, type RequestRefund } from "./refund.schema.ts";

const RefundRow = z.object({
  id: z.string(),
  orderId: z.string(),
  amount: z.int(),
  status: AdminRefund.shape.status,
  reason: z.string(),
  createdAt: instant,
  fingerprint: z.string(),
  /** The provider and its ID of the payment. Null: the shop pays it back outside this API. */
  provider: z.string().nullable(),
  providerRef: z.string().nullable(),
});
export type RefundRow = z.infer<typeof RefundRow>;

const columns = sql`r.id, r.order_id, r.amount, r.status, r.reason, r.created_at, r.fingerprint, p.provider, p.provider_ref`;

const read = (ctx: Context, condition: Sql, end = sql``) =>
  rows(
    ctx,
    RefundRow,
    sql`select ${columns} from refund r left join payment p on p.id = r.payment_id where ${condition} ${end}`,
  );

export const byId = (ctx: Context, id: string) => read(ctx, sql`r.id = ${id}`);

/** A refund by the provider's ID. */
export const byRef = (ctx: Context, ref: string) => read(ctx, sql`r.provider_ref = ${ref}`);

/** What an earlier attempt of this request, or another request with its key, has recorded. */
export const byWrite = (ctx: Context, orderId: string, { id, key }: Write) =>
  read(ctx, sql`r.order_id = ${orderId} and (r.id = ${id} or r.idempotency_key = ${key ?? null}::text)`);

/** Refunds that the provider has not confirmed. */
export const pending = (ctx: Context, ageSeconds: number, limit: number) =>
  read(
    ctx,
    sql`r.status = 'pending' and r.created_at < now() - make_interval(secs => ${ageSeconds})`,
    sql`order by r.id limit ${limit}`,
  );

/** The pending refunds of an order. */
export const pendingOf = (ctx: Context, orderId: string) =>
  read(ctx, sql`r.order_id = ${orderId} and r.status = 'pending'`, sql`order by r.id`);

/** The payment status of an order of which so much is refunded, in minor units. */
const statusAfter = (refunded: Sql): Sql =>
  sql`case when ${refunded} = 0 then 'paid' when ${refunded} = o.paid then 'refunded' else 'partially_refunded' end`;

/**
 * Records a refund in one statement, and puts its units back into stock. No row: there is no such order, it has less money left, it does
 * not have these lines, or the key has a refund already. Money that the shop has received outside this API counts as paid back at once.
 * Fails with SQLSTATE 23505 if the key or the ID is stored at the same time, and with 23514 for the 51st refund.
 */
export const request = (
  ctx: Context,
  by: Audit.Author,
  orderId: string,
  { id, key, fingerprint }: Write,
  { amount, lines, reason, restock }: RequestRefund,
) =>
  rows(
    ctx,
    RefundRow,
    sql`
      with o as materialized (
        select * from orders
        where id = ${orderId} and paid > refunding
          and not exists (select from refund where order_id = orders.id and idempotency_key = ${key ?? null}::text)
        for no key update
      ), p as (
        select payment.* from payment join o on o.id = payment.order_id where payment.provider <> 'manual'
      ), l as materialized (
        select line.position, line.sku, line.unit_price, wanted.quantity
        from o join order_line line on line.order_id = o.id
        join jsonb_to_recordset(${JSON.stringify(lines ?? [])}::jsonb) as wanted(sku text, quantity integer)
          on wanted.sku = line.sku and wanted.quantity <= line.quantity - line.restocked
          -- A cancellation has returned everything.
          and (o.status <> 'canceled' or not ${restock})
        order by line.position
        for no key update of line
      ), wanted as (
        select coalesce(
          ${amount?.amount ?? null}::bigint,
          case when ${lines !== undefined} then (select sum(unit_price * quantity)::bigint from l) else o.paid - o.refunding end
        ) as amount
        from o
        where (select count(*) from l) = ${lines?.length ?? 0}
      ), r as (
        insert into refund (id, order_id, payment_id, amount, status, reason, idempotency_key, fingerprint)
        select ${id}, o.id, (select id from p), wanted.amount,
          case when exists (select from p) then 'pending' else 'succeeded' end, ${reason}, ${key ?? null}::text, ${fingerprint}
        from o, wanted where wanted.amount <= o.paid - o.refunding
        returning *
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
      ), changed as (
        update orders set refunding = o.refunding + r.amount, refund_count = o.refund_count + 1,
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

/** What is left to refund of an order, in minor units. No row: there is no such order. */
export const left = (ctx: Context, orderId: string) =>
  rows(
    ctx,
    z.object({ left: z.int(), count: z.int() }),
    sql`select paid - refunding, refund_count from orders where id = ${orderId}`,
  );

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
        update refund set status = 'succeeded', provider_ref = ${ref} from r where refund.id = r.id
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
 * Records that the provider has refused a refund of a canceled order, and in its place a smaller one. No row: the order is not canceled, or
 * this was recorded before. Fails with SQLSTATE 23514 if other refunds hold the money.
 */
export const replace = (ctx: Context, id: string, rest: { id: string; amount: number }) =>
  rows(
    ctx,
    Id,
    sql`${locked(id, ["pending"])}, refused as (
        update refund set status = 'failed' from r, o where refund.id = r.id and o.status = 'canceled'
        returning refund.*
      ), made as (
        insert into refund (id, order_id, payment_id, amount, reason, fingerprint)
        select ${rest.id}, order_id, payment_id, ${rest.amount}, reason, '' from refused
      )
      update orders set refunding = o.refunding - refused.amount + ${rest.amount}, refund_count = o.refund_count + 1
      from o, refused where orders.id = o.id
      returning refused.id`,
  );

/**
 * Records a refund that was made in the provider's dashboard. No row: it is recorded already. Fails with SQLSTATE 23514 if refunds of the
 * shop that the provider will refuse hold the money: `pendingOf` finds them.
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
        insert into refund (id, order_id, payment_id, amount, status, reason, provider_ref, fingerprint)
        select ${id}, o.id, ${paymentId}, ${amount}, 'succeeded', 'Made at the payment provider.', ${ref}, '' from o
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

/**
 * Cancels a paid order of which nothing was shipped, returns its stock, and records a refund of all that is left, under this ID. `who`: the
 * condition that the request may cancel the order `o`. `also`: another CTE that records the change of the CTE `open`.
 */
export const cancelPaid = (
  ctx: Context,
  orderId: string,
  { refundId, who, by, also = sql`` }: { refundId: string; who: Sql; by: CanceledBy; also?: Sql | undefined },
) =>
  rows(
    ctx,
    Id,
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
