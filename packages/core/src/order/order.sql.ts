import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Cart } from "../cart/cart.ts";
import { Image } from "../catalog/catalog.schema.ts";
import type { Context } from "../context.ts";
import { Address } from "../customer/address.schema.ts";
import type { PricedLine, Quote } from "./order.rules.ts";
import { Order } from "./order.schema.ts";

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

/** Who buys, and where it goes: what is null is the customer's own. */
export interface Buyer {
  customerId: string | null;
  email: string | null;
  address: Address | null;
  addressId: string | null;
}

export interface NewOrder {
  id: string;
  cartId: string;
  cartVersion: number;
  cartSpent: number;
  idempotencyKey: string;
  fingerprint: string;
  /** A guest's; a customer's order is the customer's. */
  tokenHash: string | null;
  paymentProvider: string;
  buyer: Buyer;
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
      ), buyer as (${buyer(order.buyer)}
      ), claimed as (
        -- One row for each cart, which those that order it at once wait for: the second sees what the first has sold.
        insert into ordered_cart (id, version)
        select ${order.cartId}, ${order.cartVersion}
        where (select count(*) from sold) = ${lines.length} and not exists (
          select from orders where cart_id = ${order.cartId} and idempotency_key = ${order.idempotencyKey}
        ) and (select email is not null and address is not null from buyer)
        on conflict (id) do update set version = excluded.version where ordered_cart.version <= ${order.cartSpent}
        returning id
      ), o as (
        insert into orders (
          id, cart_id, cart_version, idempotency_key, fingerprint, token_hash, payment_provider, customer_id,
          email, shipping_address, shipping_option, currency, subtotal, shipping, tax, total
        )
        select ${order.id}, ${order.cartId}, ${order.cartVersion}, ${order.idempotencyKey}, ${order.fingerprint},
          ${order.tokenHash}::text, ${order.paymentProvider}, ${order.buyer.customerId}::text,
          buyer.email, buyer.address, ${order.shippingOption}, ${order.currency},
          ${quote.subtotal}, ${quote.shipping}, ${quote.tax}, ${quote.total}
        from claimed, buyer
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

/** Whose an order may be: the customer's who placed it, or whoever holds the token. */
export interface Claim {
  customerId: string | undefined;
  tokenHash: string | undefined;
}

export const byId = (ctx: Context, id: string, claim: Claim) =>
  read(ctx, sql`o.id = ${id} and ${theirs(claim)}`);

const HistoryRow = OrderRow.extend({ found: z.int() });
export type HistoryRow = z.infer<typeof HistoryRow>;

/** So many lines stay far below the Data API's megabyte. */
const LINES_A_PAGE = 600;

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
export const cancel = (ctx: Context, id: string, claim: Claim) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with open as (
        select o.id from orders o
        where o.id = ${id} and ${theirs(claim)}
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
        insert into outbox (event, order_id) select 'order.canceled', id from open
      )
      update orders o set status = 'canceled' from open where o.id = open.id returning o.id`,
  );

/** Why nothing could be sold to this buyer: which of the two is missing. */
export const known = (ctx: Context, who: Buyer) =>
  rows(
    ctx,
    z.object({ email: z.boolean(), address: z.boolean() }),
    sql`select email is not null, address is not null from (${buyer(who)}) buyer`,
  );

/** The order that this key has made, and the one whose lines the cart still holds. */
export const earlier = (ctx: Context, { id, spent }: Cart, key: string) =>
  read(ctx, sql`o.cart_id = ${id} and (o.idempotency_key = ${key} or o.cart_version > ${spent})`);

const theirs = ({ customerId, tokenHash }: Claim): Sql =>
  sql`(o.customer_id = ${customerId ?? null}::text or o.token_hash = ${tokenHash ?? null}::text)`;

const buyer = ({ customerId, email, address, addressId }: Buyer): Sql => sql`
        select
          coalesce(${email}::text, (select email from customer where id = ${customerId}::text)) as email,
          coalesce(${address && JSON.stringify(address)}::jsonb, (
            select content from address where id = ${addressId}::text and customer_id = ${customerId}::text
          )) as address`;

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
