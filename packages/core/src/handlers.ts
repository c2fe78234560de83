import { handlers as catalog } from "./catalog/catalog.handlers.ts";
import { handlers as customer } from "./customer/customer.handlers.ts";
import type { EventName, Handler } from "./events/events.ts";
import { handlers as order } from "./order/order.handlers.ts";

/**
 * The handlers of all events, by the events' names. A domain that handles events adds its table here. Every
 * event needs a handler, even an empty one. The handlers run in Sweep, so a handler that uses another table needs rights in `stacks/sweep.ts`.
 */
export const handlers: Record<EventName, Handler> = { ...catalog, ...customer, ...order };
