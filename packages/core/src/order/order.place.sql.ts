import * as z from "zod";
import { execute, rows, SqlError, sqlErrorOf } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { StoredAddress } from "../customer/address.schema.ts";
import * as Events from "../events/events.ts";
import * as Pricing from "../pricing/pricing.ts";
import { buyer, isQuotedAddress } from "./order.checkout.sql.ts";
import { type Buyer, paymentStatusOf } from "./order.rules.ts";
import type { Sale } from "./order.sale.rules.ts";
import { columns, OrderRow } from "./order.sql.ts";
import { CUSTOMER_FACTOR } from "./payment.settings.rules.ts";
import { paymentSetting } from "./payment.settings.sql.ts";
import { CHECK } from "./refused.ts";

export interface NewOrder {
  id: string;
  cartId: string;
  cartVersion: number;
  cartOrderedVersion: number;
  idempotencyKey: string;
  fingerprint: string;
  /** Null for a customer's order. */
  tokenHash: string | null;
  paymentProvider: string;
  /** The payment that holds the stock until it expires. Undefined: the shop collects the payment outside this API. */
  payment: { id: string; expiresAt: Date } | undefined;
  buyer: Buyer;
  billingAddress: StoredAddress | undefined;
  note: string | undefined;
  shippingOption: string;
  currency: string;
}

/**
 * How many orders of one variant wait for it or have it at a time. It must be enough to keep the variant's row in use while answers and
 * new orders are on their way. More would only wait longer.
 */
export const MAX_ADMITTED = 16;

/**
 * Takes the stock and writes the order with its event, all or nothing, in one statement, so that a process can die at any moment.
 * Returns the order's rows, which count if they are stored (`awaitStored` otherwise), or none if nothing was placed:
 * - a SKU is unknown, sold out or of a product that is not active, or its price is not the given one
 * - the buyer or the stored address is gone, or the address is not the one that was quoted
 * - the shipping option does not exist there, or its price is not the one that was quoted
 * - the key has an order already, or the cart still contains units of an order
 * - the cart is being merged into a customer's
 * Throws an error that `isStockTooLow` recognises if other orders have just taken the stock, one that `isTooManyUnpaid` recognises if the
 * shopper has too many unpaid orders, and one that `isTooManyWaiting` recognises if too many orders wait for the same variant.
 */
export const place = (ctx: Context, order: NewOrder, sale: Sale) =>
  rows(ctx, OrderRow.extend({ isStored: z.boolean() }), statement(ctx, order, sale));

/**
 * Waits until an order is stored that did not wait for it itself, so that others could have its variants' rows at once. Returns false if the
 * database died before that: then nothing was placed. To lock a row is a write, so its commit waits for the storage, which has the order first.
 */
export const awaitStored = async (ctx: Context, id: string): Promise<boolean> =>
  (await execute(ctx, stored(id))).length > 0;

type Lines = Sale["lines"];

/**
 * Whether an order of these lines would be admitted now. The question costs the database a twentieth of the time that the order's own
 * statement takes to be refused.
 */
export async function hasRoom(ctx: Context, lines: Lines): Promise<boolean> {
  try {
    await execute(ctx, room(lines));
    return true;
  } catch (error) {
    if (isTooManyWaiting(error)) return false;
    throw error;
  }
}

/** The statements of `awaitStored`, `hasRoom` and `place`, for the benchmark. */
export const stored = (id: string): Sql => sql`select id from orders where id = ${id} for key share`;

export const room = (lines: Lines): Sql => {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as wanted(sku text, quantity integer)`;
  return sql`select case when ${areInStock(wanted)} then admit_order(${skusOf(lines)}, ${MAX_ADMITTED}::integer) end`;
};

/** An order of a variant that is sold out is not tried: it locks nothing and waits for nobody. */
const areInStock = (wanted: Sql): Sql => sql`not exists (
          select from ${wanted} join variant v on v.sku = wanted.sku where v.stock < wanted.quantity
        )`;

const skusOf = (lines: Lines): Sql => sql`${JSON.stringify(lines.map(({ sku }) => sku))}::jsonb`;

export function statement(ctx: Context, order: NewOrder, { lines, quote, address }: Sale): Sql {
  const { customerId } = order.buyer;
  return sql`
      with wanted as (
        select position, sku, quantity, price
        from rows from (
          jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as (sku text, quantity integer, price bigint)
        ) with ordinality as line(sku, quantity, price, position)
      ), buyer as (${buyer(order.buyer)}
      ), checked as materialized (
        -- First the locks of this shopper (cart, e-mail and address), then those of the variants.
        select case when ${areInStock(sql`wanted`)} then check_unpaid_orders(
          ${order.cartId}, ${customerId === null ? sql`email` : null}::text, address,
          ${paymentSetting("maxUnpaidOrders")}::integer * ${customerId === null ? 1 : CUSTOMER_FACTOR}::integer
        ) end as is_allowed
        from buyer
      ), locked as materialized (
        select variants.* from checked
        cross join lateral lock_variants(${skusOf(lines)}, case when is_allowed then ${MAX_ADMITTED}::integer end) as variants
        where is_allowed
      ), sold as (
        select wanted.position, locked.*, wanted.quantity
        from wanted join locked on locked.sku = wanted.sku and locked.price = wanted.price
      ), shipping as (${Pricing.shippingRate({
        id: order.shippingOption,
        country: sql`(select address ->> 'country' from buyer)`,
        subtotal: quote.subtotal,
        weight: sql`(select coalesce(sum(coalesce(weight, 0)::bigint * quantity), 0) from sold)`,
      })}
      ), ordered as (
        -- Without a limit of unpaid orders, requests that order a cart at once wait here. The second finds the first's version.
        insert into cart_checkout (id, ordered_version)
        select ${order.cartId}, ${order.cartVersion}
        where (select count(*) from sold) = ${lines.length} and not exists (
          select from (
            select ${order.cartId} as id union all select id from cart_checkout where merged_into = ${order.cartId}
          ) as cart
          -- As a value: in a join, the planner reads all orders if there were almost none when it planned this.
          where (select o.id from orders o where o.cart_id = cart.id and o.idempotency_key = ${order.idempotencyKey}) is not null
        ) and (select email is not null and address is not null and ${isQuotedAddress(address)} from buyer)
          and (select price from shipping) = ${quote.shipping}
        on conflict (id) do update set ordered_version = excluded.ordered_version
          where cart_checkout.ordered_version <= ${order.cartOrderedVersion}
            and coalesce(cart_checkout.merge_locked_until < now(), true)
        returning id
      ), o as (
        insert into orders (
          id, cart_id, cart_version, idempotency_key, fingerprint, token_hash, payment_provider, customer_id,
          email, shipping_address, billing_address, note, shipping_option, shipping_title, currency, subtotal, shipping,
          tax, total, payment_status
        )
        select ${order.id}, ${order.cartId}, ${order.cartVersion}, ${order.idempotencyKey},
          ${order.fingerprint}, ${order.tokenHash}::text, ${order.paymentProvider},
          ${customerId}::text,
          buyer.email, buyer.address, ${order.billingAddress ? JSON.stringify(order.billingAddress) : null}::jsonb,
          ${order.note ?? null}::text, ${order.shippingOption}, shipping.title, ${order.currency},
          ${quote.subtotal}, ${quote.shipping}, ${quote.tax}, ${quote.total}, ${paymentStatusOf(quote.total)}
        from ordered, buyer, shipping
        returning *
      ), taken as materialized (
        select take_stock(${JSON.stringify(lines)}::jsonb) from o
      ), l as (
        insert into order_line (order_id, position, sku, title, size, color, image, quantity, unit_price)
        select o.id, sold.position, sku, title, size, color, image, quantity, price
        -- taken is named here so that it runs: PostgreSQL leaves out a SELECT that nothing reads.
        from sold, o, taken
        returning *
      )${order.payment ? pendingPayment(order.payment) : sql``}${
        paymentStatusOf(quote.total) === "paid"
          ? sql`, paid as (${Events.record(ctx, "order.paid", sql`o`)})`
          : sql``
      }, event as (${Events.record(ctx, "order.placed", sql`o`)}
      )
      select ${columns}, (select is_alone from locked limit 1) from o, l order by l.position`;
}

const pendingPayment = ({ id, expiresAt }: { id: string; expiresAt: Date }): Sql => sql`, pending as (
        insert into payment (id, order_id, provider, status, amount, expires_at, capture, fingerprint)
        select ${id}, o.id, o.payment_provider, 'pending', o.total, ${expiresAt.toISOString()}::timestamptz,
          ${paymentSetting("capture")}, ''
        from o
      )`;

/** Why `place` failed. Any other violated check is a fault. */
export const isStockTooLow = (error: unknown): boolean => violates(error, "variant_stock_not_negative");
export const isTooManyUnpaid = (error: unknown): boolean => violates(error, "orders_unpaid_limit");
export const isTooManyWaiting = (error: unknown): boolean => violates(error, "orders_waiting_limit");
/**
 * A lock did not get free within the time that `check_unpaid_orders` or `admit_order` sets: that of the shopper's other order, of a variant's
 * queue, or of a row. Nothing was changed.
 */
export const isLockTimeout = (error: unknown): boolean => sqlErrorOf(error)?.state === "55P03";

const violates = (error: unknown, constraint: string): boolean =>
  error instanceof SqlError && error.state === CHECK && error.constraint === constraint;
