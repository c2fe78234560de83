import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Address } from "../customer/address.schema.ts";
import type { PricedLine, Quote } from "./order.rules.ts";
import { columns, OrderRow, ofCart } from "./order.sql.ts";

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
  cartOrderedVersion: number;
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
 * given, a key that has an order already, a cart that still holds the lines of one, or that is being merged into a
 * customer's. Too little stock ends it with SQLSTATE 23514.
 */
export const place = (ctx: Context, order: NewOrder, lines: PricedLine[], quote: Quote) =>
  rows(
    ctx,
    OrderRow,
    sql`
      with wanted as (
        select position, sku, quantity, price
        from rows from (
          jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as (sku text, quantity integer, price bigint)
        ) with ordinality as line(sku, quantity, price, position)
      ), locked as materialized (
        -- In sku order, so that two carts with the same garments wait for each other and never deadlock.
        select v.sku, v.price, left(v.size, 64) as size, left(v.color, 64) as color, left(p.title, 255) as title,
          shown_image(coalesce(v.image, p.images -> 0)) as image
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
          select from orders o where ${ofCart(order.cartId)} and o.idempotency_key = ${order.idempotencyKey}
        ) and (select email is not null and address is not null from buyer)
        on conflict (id) do update set version = excluded.version
          where ordered_cart.version <= ${order.cartOrderedVersion} and coalesce(ordered_cart.held_until < now(), true)
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
        insert into outbox (event, subject) select 'order.placed', id from o
      )
      select ${columns} from o, l order by l.position`,
  );

/** Why nothing could be sold to this buyer: which of the two is missing. */
export const known = (ctx: Context, who: Buyer) =>
  rows(
    ctx,
    z.object({ email: z.boolean(), address: z.boolean() }),
    sql`select email is not null, address is not null from (${buyer(who)}) buyer`,
  );

const buyer = ({ customerId, email, address, addressId }: Buyer): Sql => sql`
        select
          coalesce(${email}::text, (select email from customer where id = ${customerId}::text)) as email,
          coalesce(${address && JSON.stringify(address)}::jsonb, (
            select content from address where id = ${addressId}::text and customer_id = ${customerId}::text
          )) as address
        where ${customerId}::text is null or exists (select from customer where id = ${customerId}::text)`;
