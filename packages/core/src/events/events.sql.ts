import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";

/** All events. The domain that a name begins with handles the event. */
export type EventName =
  | "customer.erased"
  | "order.canceled"
  | "order.delivered"
  | "order.paid"
  | "order.placed"
  | "order.shipped"
  | "product.updated"
  // Written by a trigger of the table `variant`.
  | "stock.low"
  | "stock.out";

/**
 * Writes an event for the one `id` of the CTE `from`, if there is one, as a part of the statement that makes the change. The event is
 * sent to Worker when the request has succeeded.
 */
export function record(ctx: Context, event: EventName, from: Sql): Sql {
  const id = newId("event", ctx.now);
  ctx.events.push(id);
  return sql`
        insert into event (id, name, subject) select ${id}, ${event}, id from ${from}`;
}
