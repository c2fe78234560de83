import { handlers as customer } from "./customer/customer.handlers.ts";
import type { EventName, Handler } from "./events/events.ts";
import { handlers as mail } from "./mail/mail.handlers.ts";
import { handlers as order } from "./order/order.handlers.ts";

const domains: Record<EventName, Handler> = { ...customer, ...order };
const mails: Partial<Record<EventName, Handler>> = mail;

/**
 * The handlers of all events, by the events' names. A domain that handles events adds its table here. Every
 * event needs a handler, even an empty one. The mail of an event is sent last, so that a retry sends it at most
 * once more. The handlers run in Sweep, so a handler that uses another table needs rights in `stacks/sweep.ts`.
 */
export const handlers = Object.fromEntries(
  Object.entries(domains).map(([name, handle]): [string, Handler] => [
    name,
    async (ctx, subject) => {
      await handle(ctx, subject);
      await mails[name as EventName]?.(ctx, subject);
    },
  ]),
) as Record<EventName, Handler>;
