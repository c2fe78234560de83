import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Cart } from "../cart/cart.ts";
import { Image } from "../catalog/catalog.schema.ts";
import type { Context } from "../context.ts";
import { StoredAddress } from "../customer/address.schema.ts";
import { Order } from "./order.schema.ts";

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
});
export type OrderRow = z.infer<typeof OrderRow>;

/**
 * The columns of `OrderRow`, of an order `o` and its lines `l`, in its order. Only the first row has the buyer's own texts, and
 * texts of the catalogue that are longer than today's limits are cut: a page stays below the Data API's 1 MiB.
 */
export const columns = sql`
  o.id, o.number, o.cart_id, o.cart_version, o.idempotency_key, o.fingerprint, o.token_hash, o.status,
  o.payment_status, o.fulfillment_status, case l.position when 1 then o.email else '' end,
  case l.position when 1 then o.shipping_address end, o.subtotal, o.shipping, o.tax, o.total, o.placed_at,
  l.sku, left(l.title, 255), left(l.size, 64), left(l.color, 64), shown_image(l.image), l.quantity, l.unit_price`;

/** What opens an order: the customer's id, or the hash of its token. The token was sent, or this session derives it. */
export interface Access {
  customerId: string | undefined;
  sentHash: string | undefined;
  sessionHash: string | undefined;
}

export const byId = (ctx: Context, id: string, access: Access) =>
  read(ctx, sql`o.id = ${id} and ${theirs(access)}`);

/** The order that this key has made, and the one whose lines the cart still holds. */
export const earlier = (ctx: Context, { id, orderedVersion }: Cart, key: string) =>
  read(
    ctx,
    sql`
      ${ofCart(id)}
      and (o.idempotency_key = ${key} or (o.cart_id = ${id} and o.cart_version > ${orderedVersion}))`,
  );

/** An order `o` of this cart, or of a guest's that was merged into it. */
export const ofCart = (cartId: string): Sql => sql`o.cart_id = any (array(
        select ${cartId}::text collate "C" union all select id from ordered_cart where moved_into = ${cartId}
      ))`;

/** What was ordered by a guest is the customer's who has signed in since, and asks for it by its key. */
export const adopt = (ctx: Context, id: string, customerId: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`update orders set customer_id = ${customerId} where id = ${id} and customer_id is null returning id`,
  );

const HistoryRow = OrderRow.extend({ found: z.int() });
export type HistoryRow = z.infer<typeof HistoryRow>;

/** 150 rows and 100 buyers' texts stay below the Data API's 1 MiB, with every field as long as it may be (1,041,600 bytes). */
const LINES_A_PAGE = 150;

/**
 * A customer's orders, the newest first: at most `limit`, fewer where they have very many lines, one at least. `found` tells
 * how many there were to choose from, one more than `limit` where there are more.
 */
export const history = (
  ctx: Context,
  customerId: string,
  { limit, after }: { limit: number; after: string | undefined },
) =>
  rows(
    ctx,
    HistoryRow,
    sql`
      with found as (
        select id from orders
        where customer_id = ${customerId} and id < ${after ?? "ord_~"}
        order by id desc limit ${limit + 1}
      ), page as (
        select id, row_number() over newest as place,
          sum((select count(*) from order_line where order_id = found.id)) over newest as lines
        from found window newest as (order by id desc)
      )
      select ${columns}, (select count(*) from found)
      from page join orders o on o.id = page.id join order_line l on l.order_id = o.id
      where page.place <= ${limit} and (page.lines <= ${LINES_A_PAGE} or page.place = 1)
      order by o.id desc, l.position`,
  );

/** Cancels an order of which nothing has been sent, and gives its stock back, once: no row where it is not so. */
export const cancel = (ctx: Context, id: string, access: Access) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with open as (
        select o.id from orders o
        where o.id = ${id} and ${theirs(access)}
          and o.status in ('open', 'confirmed') and o.fulfillment_status = 'not_fulfilled'
        for update
      ), locked as materialized (
        select v.sku, l.quantity
        from open join order_line l on l.order_id = open.id join variant v on v.sku = l.sku
        order by v.sku
        for update of v
      ), returned as (
        update variant v set stock = v.stock + locked.quantity from locked where v.sku = locked.sku
      ), event as (
        insert into outbox (event, subject) select 'order.canceled', id from open
      )
      update orders o set status = 'canceled',
        payment_status = case when payment_status in ('pending', 'authorized', 'failed') then 'canceled' else payment_status end
      from open where o.id = open.id returning o.id`,
  );

const theirs = ({ customerId, sentHash, sessionHash }: Access): Sql => sql`(
    o.customer_id = ${customerId ?? null}::text
    or o.token_hash in (${sentHash ?? null}::text, ${sessionHash ?? null}::text)
  )`;

const read = (ctx: Context, which: Sql) =>
  rows(
    ctx,
    OrderRow,
    sql`select ${columns} from orders o join order_line l on l.order_id = o.id where ${which}
      order by o.number, l.position`,
  );

const CurrentRow = z.object({ sku: z.string(), price: z.int(), stock: z.int() });
export type CurrentRow = z.infer<typeof CurrentRow>;

/** Price and stock as they are now. */
export const current = (ctx: Context, skus: string[]) =>
  rows(
    ctx,
    CurrentRow,
    sql`
      select sku, price, stock from variant
      where sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`,
  );
