import type { Context } from "../context.ts";
import { isId } from "../id.ts";
import type { Author } from "../merchant/audit.sql.ts";
import { page, readCursor } from "../page.ts";
import { unknownOrder } from "./order.admin.rules.ts";
import type { AdminOrder, AdminOrderPage, AdminOrderQuery, AdminOrderSummary } from "./order.admin.schema.ts";
import * as Sql from "./order.admin.sql.ts";
import * as View from "./order.admin.view.ts";
import * as Payment from "./payment.sql.ts";

/** How a repeated request is recognised: by its Idempotency-Key, if it has one, and by a hash of what it asks for. */
export interface Request {
  key: string | undefined;
  fingerprint: string;
}

/** Orders from the newest to the oldest, without their lines. */
export async function list(ctx: Context, { cursor, ...query }: AdminOrderQuery): Promise<AdminOrderPage> {
  const found = await Sql.list(ctx, query, readCursor("order", cursor));
  return page(found.map(View.summary), query.limit);
}

/** The newest orders of a customer. */
export const ofCustomer = async (
  ctx: Context,
  customerId: string,
  count: number,
): Promise<AdminOrderSummary[]> => (await Sql.ofCustomer(ctx, customerId, count)).map(View.summary);

/** The order with this ID or this number. Throws `order.unknown`. */
export async function read(ctx: Context, idOrNumber: string): Promise<AdminOrder> {
  const rows = isId("order", idOrNumber)
    ? await Sql.byIds(ctx, [idOrNumber])
    : /^\d{1,15}$/.test(idOrNumber)
      ? await Sql.byNumber(ctx, Number(idOrNumber))
      : [];
  const [order] = await withPayments(ctx, rows);
  if (!order) throw unknownOrder();
  return order;
}

/** Sends the mail about the order's arrival again, with the order as it is now. Throws `order.unknown`. */
export async function sendConfirmation(ctx: Context, by: Author, id: string): Promise<void> {
  const found = isId("order", id) ? await Sql.requestConfirmation(ctx, by, id) : [];
  if (found.length === 0) throw unknownOrder();
}

/** The orders with these IDs. Together they may have 140 lines and fulfillments. */
export const readAll = async (ctx: Context, ids: string[]): Promise<AdminOrder[]> =>
  ids.length === 0 ? [] : withPayments(ctx, await Sql.byIds(ctx, ids));

async function withPayments(ctx: Context, rows: Sql.AdminRow[]): Promise<AdminOrder[]> {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return View.orders(rows, ids.length === 0 ? [] : await Payment.ofOrders(ctx, ids));
}
