import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Write } from "../order/order.admin.sql.ts";
import { paymentSetting } from "../order/payment.settings.sql.ts";
import { AdminRefund, type RequestRefund } from "./refund.schema.ts";

export const RefundRow = z.object({
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

/** Of a refund `r` and its payment `p`. */
export const columns = sql`r.id, r.order_id, r.amount, r.status, r.reason, r.created_at, r.fingerprint, p.provider, p.provider_ref`;

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

/** How an order's refunds are recorded that the provider has confirmed, by the provider's IDs. */
export const recorded = (ctx: Context, orderId: string) =>
  rows(
    ctx,
    z.object({ ref: z.string(), status: AdminRefund.shape.status }),
    sql`select provider_ref, status from refund where order_id = ${orderId} and provider_ref is not null`,
  );

/** Refunds that the provider has not confirmed, at random: a bank may delay some for days, and these must not keep others waiting. */
export const pending = (ctx: Context, ageSeconds: number, limit: number) =>
  read(
    ctx,
    sql`r.status = 'pending' and r.created_at < now() - make_interval(secs => ${ageSeconds})`,
    sql`order by random() limit ${limit}`,
  );

/** The pending refunds of an order. */
export const pendingOf = (ctx: Context, orderId: string) =>
  read(ctx, sql`r.order_id = ${orderId} and r.status = 'pending'`, sql`order by r.id`);

/** What a key with the role `support` may refund of an order, in minor units. Null: any amount. */
export const supportLimit: Sql = sql`(${paymentSetting("supportRefundLimit")}::jsonb ->> 'amount')::bigint`;

/**
 * What is left to refund of an order, and the price of these lines, in minor units. Without a price: it does not have these units.
 * No row: there is no such order.
 */
export const left = (ctx: Context, orderId: string, lines: RequestRefund["lines"] = []) =>
  rows(
    ctx,
    z.object({
      left: z.int(),
      count: z.int(),
      refunding: z.int(),
      price: z.int().nullable(),
      supportLimit: z.int().nullable(),
    }),
    sql`
      select paid - refunding, refund_count, refunding, (
        select case when count(*) = ${lines.length} then coalesce(sum(l.unit_price::bigint * wanted.quantity), 0)::bigint end
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as wanted(sku text, quantity integer)
        join order_line l on l.order_id = orders.id and l.sku = wanted.sku and wanted.quantity <= l.quantity - l.restocked
      ), ${supportLimit}
      from orders where id = ${orderId}`,
  );

/** The sum of a payment's pending refunds that are younger than this, in minor units. */
export const recent = (ctx: Context, paymentId: string, ageSeconds: number) =>
  rows(
    ctx,
    z.object({ amount: z.int() }),
    sql`
      select coalesce(sum(r.amount), 0)::bigint
      from payment p join refund r on r.order_id = p.order_id
      where p.id = ${paymentId} and r.status = 'pending'
        and r.created_at > now() - make_interval(secs => ${ageSeconds})`,
  );

/** The payment status of an order `o` of which so much is refunded, in minor units. */
export const statusAfter = (refunded: Sql): Sql =>
  sql`case when ${refunded} = 0 then 'paid' when ${refunded} = o.paid then 'refunded' else 'partially_refunded' end`;
