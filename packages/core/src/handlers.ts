import { handlers as customer } from "./customer/customer.handlers.ts";
import type { Handlers } from "./events/events.ts";
import { handlers as order } from "./order/order.handlers.ts";

/** Which function handles which event. A domain that handles events adds its table here. */
export const handlers: Handlers = { ...customer, ...order };
