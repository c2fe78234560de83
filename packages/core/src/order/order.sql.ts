import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import { Image } from "../catalog/catalog.schema.ts";
import type { Context } from "../context.ts";
import { StoredAddress } from "../customer/address.schema.ts";
import { Order, RefundStatus } from "./order.schema.ts";

/** A timestamp within JSON. */
const inJson = z.string().transform((text) => new Date(text).toISOString());

const FulfillmentRow = z.object({
  id: z.string(),
  number: z.int(),
  carrier: z.string(),
  trackingNumber: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  shippedAt: inJson,
  deliveredAt: inJson.nullable(),
});

const RefundRow = z.object({
  id: z.string(),
  amount: z.int(),
  status: RefundStatus,
  /** At most the first 100 characters. */
  reason: z.string(),
  createdAt: inJson,
});

export const OrderRow = z.object({
  id: z.string(),
  number: z.int(),
  cartId: z.string(),
  cartVersion: z.int(),
  idempotencyKey: z.string(),
  fingerprint: z.string(),
  tokenHash: z.string().nullable(),
  status: Order.shape.status,
  paymentStatus: Order.shape.paymentStatus,
  fulfillmentStatus: Order.shape.fulfillmentStatus,
  email: z.string(),
  /** Null in all rows of an order but the first. */
  shippingAddress: json(StoredAddress).nullable(),
  subtotal: z.int(),
  shipping: z.int(),
  tax: z.int(),
  total: z.int(),
  placedAt: instant,
  sku: z.string(),
  title: z.string(),
  size: z.string(),
  color: z.string(),
  image: json(Image).nullable(),
  quantity: z.int(),
  unitPrice: z.int(),
  paymentProvider: z.string(),
  /** In the first row, like the three columns below. */
  shippingOption: z.string(),
  shippingTitle: z.string().nullable(),
  billingAddress: json(StoredAddress).nullable(),
  note: z.string().nullable(),
  /** In the first row of an order that a provider collects. */
  payment: json(z.object({ id: z.string(), expiresAt: inJson.nullable() })).nullable(),
  /** In the first row of an order that has refunds. */
  refunds: json(z.array(RefundRow)).nullable(),
  /** In the first row of an order that has fulfillments. */
  fulfillments: json(z.array(FulfillmentRow)).nullable(),
  /** The line's fulfillments: their numbers and quantities. */
  shippedIn: json(z.array(z.tuple([z.int(), z.int()]))).nullable(),
});
export type OrderRow = z.infer<typeof OrderRow>;

/**
 * The columns of `OrderRow`, for an order `o` and its lines `l`. Only the first row has the buyer's texts, and
 * long texts of the catalogue are cut, so that a page stays below the Data API's 1 MiB.
 */
export const columns = sql`
  o.id, o.number, o.cart_id, o.cart_version, o.idempotency_key, o.fingerprint, o.token_hash, o.status,
  o.payment_status, o.fulfillment_status, case l.position when 1 then o.email else '' end,
  case l.position when 1 then o.shipping_address end, o.subtotal, o.shipping, o.tax, o.total, o.placed_at,
  l.sku, left(l.title, 255), left(l.size, 64), left(l.color, 64), shown_image(l.image), l.quantity,
  l.unit_price, o.payment_provider, case l.position when 1 then left(o.shipping_option, 64) else '' end,
  case l.position when 1 then left(o.shipping_title, 100) end, case l.position when 1 then o.billing_address end,
  case l.position when 1 then o.note end,
  case when l.position = 1 and o.payment_provider <> 'manual' then (
    select jsonb_build_object('id', p.id, 'expiresAt', p.expires_at)
    from payment p where p.order_id = o.id and p.provider <> 'manual'
  ) end,
  case when l.position = 1 and o.refund_count > 0 then (
    select jsonb_agg(jsonb_build_object(
      'id', r.id, 'amount', r.amount, 'status', r.status, 'reason', left(r.reason, 100), 'createdAt', r.created_at
    ) order by r.id)
    from (select * from refund where order_id = o.id order by id desc limit 100) r
  ) end,
  case when l.position = 1 and o.fulfillment_count > 0 then (
    select jsonb_agg(jsonb_build_object(
      'id', f.id, 'number', f.number, 'carrier', f.carrier, 'trackingNumber', f.tracking_number,
      'trackingUrl', f.tracking_url, 'shippedAt', f.shipped_at, 'deliveredAt', f.delivered_at
    ) order by f.number)
    from fulfillment f where f.order_id = o.id
  ) end,
  case when l.shipped > 0 then (
    select jsonb_agg(jsonb_build_array(fl.number, fl.quantity))
    from fulfillment_line fl where fl.order_id = o.id and fl.position = l.position
  ) end`;

/** What opens an order: the customer's ID, or the hash of a token that was sent or that is derived. */
export interface AccessHashes {
  customerId: string | undefined;
  sentHash: string | undefined;
  sessionHash: string | undefined;
  /** Whether the token is that of the order's mails, which opens a guest's order. */
  isFromMail: boolean;
}

/** The condition that this access opens the order `o`. */
export const opens = ({ customerId, sentHash, sessionHash, isFromMail }: AccessHashes): Sql => sql`(
    o.customer_id = ${customerId ?? null}::text
    or (o.customer_id is null and ${isFromMail})
    or o.token_hash in (${sentHash ?? null}::text, ${sessionHash ?? null}::text)
  )`;

export const byId = (ctx: Context, id: string, access: AccessHashes) =>
  read(ctx, sql`o.id = ${id} and ${opens(access)}`);

/** Without asking who reads it. */
export const any = (ctx: Context, id: string) => read(ctx, sql`o.id = ${id}`);

/**
 * The order that this key has placed in this cart, or in a guest's cart that was merged into it, and the order whose units are still in the
 * cart. It locks their rows, which is a write, so that they are stored before anybody learns of them: an order may have been committed without
 * waiting for the storage.
 */
export const byCart = (
  ctx: Context,
  { id, orderedVersion }: { id: string; orderedVersion: number },
  key: string,
) =>
  read(
    ctx,
    sql`
      o.cart_id = any (array(
        select ${id}::text collate "C" union all select id from cart_checkout where merged_into = ${id}
      ))
      and (o.idempotency_key = ${key} or (o.cart_id = ${id} and o.cart_version > ${orderedVersion}))`,
    sql`for key share of o`,
  );

/** Gives a guest's order to the customer who has signed in since. */
export const adopt = (ctx: Context, id: string, customerId: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`update orders set customer_id = ${customerId} where id = ${id} and customer_id is null returning id`,
  );

/** Gives a guest's order to the customer who has its token. No row: it is somebody's already, or the token is wrong. */
export const adoptByToken = (
  ctx: Context,
  id: string,
  customerId: string,
  { sentHash, isFromMail }: AccessHashes,
) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      update orders set customer_id = ${customerId}
      where id = ${id} and (token_hash = ${sentHash ?? null}::text or ${isFromMail}) and customer_id is null
      returning id`,
  );

/** The cart's version that became this order. */
export const orderedCart = (ctx: Context, id: string) =>
  rows(
    ctx,
    z.object({ cartId: z.string(), cartVersion: z.int() }),
    sql`select cart_id, cart_version from orders where id = ${id}`,
  );

/** Until when an order that nobody has paid can be paid. No row: nobody was told yet, or it is paid, shipped or canceled. */
export const paymentDue = (ctx: Context, id: string) =>
  rows(
    ctx,
    z.object({ dueAt: instant }),
    sql`
      select payment_due_at from orders
      where id = ${id} and payment_due_at is not null and status in ('open', 'confirmed') and paid = 0
        and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled'`,
  );

const read = (ctx: Context, condition: Sql, lock = sql``) =>
  rows(
    ctx,
    OrderRow,
    sql`select ${columns} from orders o join order_line l on l.order_id = o.id where ${condition}
      order by o.number, l.position ${lock}`,
  );
