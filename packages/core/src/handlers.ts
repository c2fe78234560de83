import { handlers as customer } from "./customer/customer.handlers.ts";
import type { Handler } from "./events/events.handle.ts";
import type { EventName } from "./events/events.ts";
import { handlers as mail } from "./mail/mail.handlers.ts";
import { handlers as order } from "./order/order.handlers.ts";

type Table = Record<EventName, Record<string, Handler>>;

const domains: Table = { ...customer, ...order };

/**
 * The handlers of all events, by the events' names. A domain that handles events adds its table here. Each event needs an entry, even
 * an empty one. The handlers run in Worker, so a handler that uses another table needs rights in `stacks/worker.ts`.
 */
export const handlers = Object.fromEntries(
  Object.entries(domains).map(([name, own]) => [name, { ...own, ...mailOf(name) }]),
) as Table;

/** The handler that sends the event's mail, if it has one. */
function mailOf(name: string): Record<string, Handler> {
  const send: Handler | undefined = (mail as Record<string, Handler>)[name];
  return send ? { mail: send } : {};
}
