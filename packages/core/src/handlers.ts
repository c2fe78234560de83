import { handlers as catalog } from "./catalog/catalog.handlers.ts";
import { handlers as customer } from "./customer/customer.handlers.ts";
import type { Handler } from "./events/events.handle.ts";
import type { EventName } from "./events/events.ts";
import { handlers as mail } from "./mail/mail.handlers.ts";
import { handlers as order } from "./order/order.handlers.ts";
import { handlers as webhook, webhooksOf } from "./webhook/webhook.handlers.ts";

type Table = Record<EventName, Record<string, Handler>>;

const domains: Table = { ...catalog, ...customer, ...order, ...webhook };

/**
 * The handlers of all events, by the events' names. A domain that handles events adds its table here. Each event needs an entry,
 * even an empty one. Mails and webhooks follow from many events, so each has a handler of its own. The handlers run in Worker, so
 * a handler that uses another table needs rights in `stacks/worker.ts`.
 */
export const handlers = Object.fromEntries(
  Object.entries(domains).map(([name, own]) => [
    name,
    { ...own, ...mailOf(name), ...webhooksOf(name as EventName) },
  ]),
) as Table;

/** The handler that sends the event's mail, if it has one. */
function mailOf(name: string): Record<string, Handler> {
  const send: Handler | undefined = (mail as Record<string, Handler>)[name];
  return send ? { mail: send } : {};
}
