import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import * as Order from "../order/order.ts";
import * as Session from "../session/session.ts";
import { MAX_ADDRESSES } from "./address.rules.ts";
import * as Address from "./address.ts";
import * as Customer from "./customer.ts";
import type { CustomerExport } from "./export.schema.ts";
import * as TokenSql from "./token.sql.ts";

/** No page of orders is read after this many characters. Lambda's answers end at 6 MB, and a page has at most 1 MB. */
const ENOUGH = 3_000_000;

/** Everything that is stored about the customer. Very old orders may be left to `GET /v1/customers/me/orders`. */
export async function exportCustomer(
  ctx: Context,
  id: string,
  { session, cart }: Session.Shopper & { session: NonNullable<Session.Shopper["session"]> },
): Promise<CustomerExport> {
  const all = { limit: 100, cursor: undefined };
  const [customer, emailLinks, addresses, sessions, first] = await Promise.all([
    Customer.profile(ctx, id),
    TokenSql.ofCustomer(ctx, id),
    Address.list(ctx, id, { ...all, limit: MAX_ADDRESSES }),
    Session.list(ctx, session, cart, all),
    Order.history(ctx, id, all),
  ]);
  const { data: orders, nextCursor: nextOrders } = await withMore(ctx, id, first);
  return {
    exportedAt: ctx.now.toISOString(),
    customer,
    emailLinks,
    addresses: addresses.data,
    cart: cart.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    checkout: Cart.fieldsOf(cart.checkout),
    sessions: sessions.data,
    orders,
    nextOrders,
  };
}

type Orders = Awaited<ReturnType<typeof Order.history>>;

/** The orders with those of the next pages, while there is room. */
async function withMore(ctx: Context, id: string, soFar: Orders): Promise<Orders> {
  const { data, nextCursor } = soFar;
  if (nextCursor === null || JSON.stringify(data).length > ENOUGH) return soFar;
  const next = await Order.history(ctx, id, { limit: 100, cursor: nextCursor });
  return withMore(ctx, id, { data: [...data, ...next.data], nextCursor: next.nextCursor });
}
