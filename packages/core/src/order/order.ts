import type { Context } from "../context.ts";
import { type PageQuery, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import { type Access, canOpen, hashesOf } from "./order.access.ts";
import * as History from "./order.history.sql.ts";
import type { KeepOrder, Order, OrderPage } from "./order.schema.ts";
import * as Sql from "./order.sql.ts";
import * as View from "./order.view.ts";

export { type Access, mailTokenFor } from "./order.access.ts";
export { type Placed, place } from "./order.place.ts";
export { quote } from "./order.quote.ts";

/** Returns an order to someone who may see it. For anyone else it does not exist. */
export async function read(ctx: Context, id: string, access: Access): Promise<Order> {
  const [first, ...rest] = canOpen(id, access) ? await Sql.byId(ctx, id, hashesOf(id, access)) : [];
  if (!first) throw new Refusal("order.unknown", "This order does not exist, or it is not yours.");
  return View.order([first, ...rest]);
}

/**
 * Makes a guest's order one of the customer's, for whoever has its token. Repeated calls do no harm. Throws `order.unknown`, also if
 * it belongs to another customer.
 */
export async function keep(
  ctx: Context,
  customerId: string,
  { id, token }: KeepOrder,
  access: Access,
): Promise<Order> {
  await Sql.adoptByToken(ctx, id, customerId, hashesOf(id, { ...access, token }));
  return read(ctx, id, access);
}

/** Any order, for the shop itself, such as for a mail. Undefined: there is none with this ID. */
export async function find(ctx: Context, id: string): Promise<Order | undefined> {
  const [first, ...rest] = await Sql.any(ctx, id);
  return first && View.order([first, ...rest]);
}

/** Until when an order can be paid, for the mail about it. Undefined: there is nothing to pay, or no limit yet. */
export async function paymentDue(ctx: Context, id: string): Promise<string | undefined> {
  return (await Sql.paymentDue(ctx, id))[0]?.dueAt;
}

/** A customer's orders, newest first. */
export async function history(ctx: Context, customerId: string, page: PageQuery): Promise<OrderPage> {
  const after = readCursor("order", page.cursor);
  const found = await History.history(ctx, customerId, { limit: page.limit, after });
  return View.page(found);
}
