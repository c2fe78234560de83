import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";

/** All events. The domain that a name begins with handles the event. */
export type EventName =
  | "customer.created"
  | "customer.email_change_requested"
  | "customer.email_changed"
  | "customer.erased"
  | "customer.password_reset"
  | "customer.password_reset_requested"
  | "order.canceled"
  | "order.confirmation_requested"
  | "order.delivered"
  | "order.paid"
  | "order.payment_due"
  | "order.placed"
  | "order.refunded"
  | "order.shipped"
  | "product.updated"
  // Written by a trigger of the table `variant`, so no request knows their IDs. Sweep sends them within a minute.
  | "stock.low"
  | "stock.out"
  | "webhook.disabled";

/** Who learns of an event: the merchant, in the feed and by webhooks, or the shop alone. */
const audience: Record<EventName, "merchant" | "shop"> = {
  "customer.created": "merchant",
  "customer.email_change_requested": "shop",
  "customer.email_changed": "shop",
  "customer.erased": "merchant",
  "customer.password_reset": "shop",
  "customer.password_reset_requested": "shop",
  "order.canceled": "merchant",
  "order.confirmation_requested": "shop",
  "order.delivered": "merchant",
  "order.paid": "merchant",
  "order.payment_due": "shop",
  "order.placed": "merchant",
  "order.refunded": "merchant",
  "order.shipped": "merchant",
  "product.updated": "merchant",
  "stock.low": "merchant",
  "stock.out": "merchant",
  "webhook.disabled": "shop",
};
const names = Object.keys(audience) as EventName[];

/** Events of the shop itself. They are neither in the merchant's feed nor sent to webhooks. */
export const internalEvents = names.filter((name) => audience[name] === "shop");

export const publicEvents = names.filter((name) => audience[name] === "merchant");

/**
 * Writes an event for the one `id` of the CTE `from`, if there is one, as a part of the statement that makes the change. The
 * event is sent to Worker when the request has succeeded.
 */
export function record(ctx: Context, event: EventName, from: Sql): Sql {
  const id = newId("event", ctx.now);
  ctx.events.push(id);
  return sql`
        insert into event (id, name, subject) select ${id}, ${event}, id from ${from}`;
}
