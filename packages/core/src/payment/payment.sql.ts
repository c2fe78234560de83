import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { Order } from "../order/order.schema.ts";

export const PaymentRow = z.object({
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
  /** When the money is taken: at once, or when the order is shipped. */
  capture: z.enum(["automatic", "at_fulfillment"]),
  captureBefore: instant.nullable(),
  isShipped: z.boolean(),
  /** The sum of the refunds that did not fail, in minor units. */
  refunding: z.int(),
});
export type PaymentRow = z.infer<typeof PaymentRow>;

/** Of a payment `p` and its order `o`. */
export const columns = sql`p.id, o.id, o.number, o.status, p.provider, p.status, p.amount, o.currency, p.provider_ref, p.expires_at,
  p.checked_at, p.capture, p.capture_before, o.fulfillment_status <> 'not_fulfilled', o.refunding`;

const read = (ctx: Context, condition: Sql, end = sql``) =>
  rows(
    ctx,
    PaymentRow,
    sql`select ${columns} from payment p join orders o on o.id = p.order_id
      where p.provider <> 'manual' and ${condition} ${end}`,
  );

/**
 * The payment of an order by a provider. No row: it is paid otherwise. `who`: the condition that the request may see the order
 * `o`.
 */
export const ofOrder = (ctx: Context, orderId: string, who: Sql) =>
  read(ctx, sql`p.order_id = ${orderId} and ${who}`);

export const byId = (ctx: Context, id: string) => read(ctx, sql`p.id = ${id}`);

/** Payments that expired, from the oldest. Those of shipped orders are only captured. */
export const expired = (ctx: Context, limit: number) =>
  read(
    ctx,
    sql`p.status in ('pending', 'authorized') and p.expires_at < now() and o.fulfillment_status = 'not_fulfilled'`,
    sql`order by p.expires_at limit ${limit}`,
  );

/** Pending and authorised payments that nobody has asked about for so long, at random: those that fail must not keep others waiting. */
export const unchecked = (ctx: Context, pendingSeconds: number, authorizedSeconds: number, limit: number) =>
  read(
    ctx,
    sql`p.status in ('pending', 'authorized') and p.provider_ref is not null
      and coalesce(p.checked_at, o.placed_at) < now() - make_interval(
        secs => case p.status when 'pending' then ${pendingSeconds} else ${authorizedSeconds} end
      )`,
    sql`order by random() limit ${limit}`,
  );

/** Authorised payments that end within this time, and that were not reported yet. */
export const ending = (ctx: Context, seconds: number, limit: number) =>
  read(
    ctx,
    sql`p.status = 'authorized' and p.expires_at < now() + make_interval(secs => ${seconds}) and p.warned_at is null`,
    sql`order by p.expires_at limit ${limit}`,
  );

/** Authorised payments of orders that were shipped. */
export const toCapture = (ctx: Context, limit: number) =>
  read(
    ctx,
    sql`p.status = 'authorized' and o.fulfillment_status <> 'not_fulfilled'`,
    sql`order by p.expires_at limit ${limit}`,
  );
