import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Cart } from "../cart/cart.ts";
import { Image } from "../catalog/catalog.schema.ts";
import type { Context } from "../context.ts";
import type { PricedLine, Quote } from "./order.rules.ts";
import { Address, Order } from "./order.schema.ts";

const OrderRow = z.object({
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
  shippingAddress: json(Address),
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

/** The columns of `OrderRow`, of an order `o` and its lines `l`, in its order. */
const columns = sql`
  o.id, o.number, o.cart_id, o.cart_version, o.idempotency_key, o.fingerprint, o.token_hash, o.status,
  o.payment_status, o.fulfillment_status, o.email, o.shipping_address, o.subtotal, o.shipping, o.tax, o.total,
  o.placed_at, l.sku, l.title, l.size, l.color, l.image, l.quantity, l.unit_price`;

export interface NewOrder {
  id: string;
  cartId: string;
  cartVersion: number;
  cartSpent: number;
  idempotencyKey: string;
  fingerprint: string;
  tokenHash: string | null;
  paymentProvider: string;
  email: string;
  shippingAddress: Address;
  shippingOption: string;
  currency: string;
}

/**
 * Sells the lines and writes the order, all or nothing, in one statement, so that there is no moment at which a process
 * can die half-way. Returns its rows; none where nothing was placed: a sku that is unknown, a price that is not the one
 * given, a key that has an order already, a cart that still holds the lines of one. Too little stock ends it with
 * SQLSTATE 23514.
 */
export const place = (ctx: Context, order: NewOrder, lines: PricedLine[], quote: Quote) =>
  rows(
    ctx,
    OrderRow,
    sql`
      with wanted as (
        select position, sku, quantity, price
        from rows from (
          jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as (sku text, quantity integer, price integer)
        ) with ordinality as line(sku, quantity, price, position)
      ), locked as materialized (
        -- In sku order, so that two carts with the same garments wait for each other and never deadlock.
        select v.sku, v.price, v.size, v.color, p.title, coalesce(v.image, p.images -> 0) as image
        from variant v join product p on p.id = v.product_id
        where v.sku in (select sku from wanted)
        order by v.sku
        for update of v
      ), sold as (
        select wanted.position, locked.*, wanted.quantity
        from wanted join locked on locked.sku = wanted.sku and locked.price = wanted.price
      ), claimed as (
        -- One row for each cart, which those that order it at once wait for: the second sees what the first has sold.
        insert into ordered_cart (id, version)
        select ${order.cartId}, ${order.cartVersion}
        where (select count(*) from sold) = ${lines.length} and not exists (
          select from orders where cart_id = ${order.cartId} and idempotency_key = ${order.idempotencyKey}
        )
        on conflict (id) do update set version = excluded.version where ordered_cart.version <= ${order.cartSpent}
        returning id
      ), o as (
        insert into orders (
          id, cart_id, cart_version, idempotency_key, fingerprint, token_hash, payment_provider, email,
          shipping_address, shipping_option, currency, subtotal, shipping, tax, total
        )
        select ${order.id}, ${order.cartId}, ${order.cartVersion}, ${order.idempotencyKey}, ${order.fingerprint},
          ${order.tokenHash}::text, ${order.paymentProvider}, ${order.email},
          ${JSON.stringify(order.shippingAddress)}::jsonb, ${order.shippingOption}, ${order.currency},
          ${quote.subtotal}, ${quote.shipping}, ${quote.tax}, ${quote.total}
        from claimed
        returning *
      ), taken as (
        update variant v set stock = v.stock - sold.quantity from sold, o where v.sku = sold.sku
      ), l as (
        insert into order_line (order_id, position, sku, title, size, color, image, quantity, unit_price)
        select o.id, sold.position, sku, title, size, color, image, quantity, price from sold, o
        returning *
      ), event as (
        insert into outbox (event, order_id) select 'order.placed', id from o
      )
      select ${columns} from o, l order by l.position`,
  );

export const byId = (ctx: Context, id: string) => read(ctx, sql`o.id = ${id}`);

/** The order that this key has made, and the one whose lines the cart still holds. */
export const earlier = (ctx: Context, { id, spent }: Cart, key: string) =>
  read(ctx, sql`o.cart_id = ${id} and (o.idempotency_key = ${key} or o.cart_version > ${spent})`);

const read = (ctx: Context, which: Sql) =>
  rows(
    ctx,
    OrderRow,
    sql`select ${columns} from orders o join order_line l on l.order_id = o.id where ${which} order by l.position`,
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
