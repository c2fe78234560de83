import { handlers as catalog } from "./catalog/catalog.handlers.ts";
import { handlers as customer } from "./customer/customer.handlers.ts";
import type { Handler } from "./events/events.handle.ts";
import type { EventName } from "./events/events.ts";
import { handlers as order } from "./order/order.handlers.ts";

/**
 * The handlers of all events, by the events' names. A domain that handles events adds its table here. Each event needs an entry, even
 * an empty one. The handlers run in Worker, so a handler that uses another table needs rights in `stacks/worker.ts`.
 */
export const handlers: Record<EventName, Record<string, Handler>> = { ...catalog, ...customer, ...order };
