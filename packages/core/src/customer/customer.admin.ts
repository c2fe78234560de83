import type { Context } from "../context.ts";
import { isId } from "../id.ts";
import type { Author } from "../merchant/audit.ts";
import { money } from "../money.ts";
import * as Order from "../order/order.admin.ts";
import { page, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import type {
  AdminCustomer,
  AdminCustomerDetails,
  AdminCustomerPage,
  AdminCustomerQuery,
} from "./customer.admin.schema.ts";
import * as Sql from "./customer.admin.sql.ts";

/** The number of orders that a customer is shown with. */
const LATEST = 10;

/** Customers from the newest to the oldest. */
export async function list(
  ctx: Context,
  { q, limit, cursor }: AdminCustomerQuery,
): Promise<AdminCustomerPage> {
  const found = await Sql.list(ctx, { q, limit, after: readCursor("customer", cursor) });
  return page(found, limit);
}

/** A customer with a summary of the orders. Throws `customer.unknown`. */
export async function read(ctx: Context, id: string): Promise<AdminCustomerDetails> {
  const [customer] = isId("customer", id) ? await Sql.byIds(ctx, [id]) : [];
  if (!customer) throw unknown();
  const [[sums], latest] = await Promise.all([Sql.orderSums(ctx, id), Order.ofCustomer(ctx, id, LATEST)]);
  const { count = 0, total = 0, paid = 0 } = sums ?? {};
  return { ...customer, orders: { count, total: money(total), paid: money(paid), latest } };
}

/** The customers with these IDs. Erased ones are left out. */
export const readAll = async (ctx: Context, ids: string[]): Promise<AdminCustomer[]> =>
  ids.length === 0 ? [] : Sql.byIds(ctx, ids);

/**
 * Erases the account with its addresses. The event's handler ends the sessions and the cart; until then, no session opens
 * anything of the account. Throws `customer.unknown`, also for an account that was erased before.
 */
export async function erase(ctx: Context, by: Author, id: string): Promise<void> {
  const [gone] = isId("customer", id)
    ? await Sql.erase(ctx, by, id, Session.cartOf(Session.ownerOf(id)))
    : [];
  if (!gone) throw unknown();
}

const unknown = () => new Refusal("customer.unknown", "There is no customer with this id.");
