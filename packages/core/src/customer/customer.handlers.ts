import type { Handlers } from "../events/events.ts";
import * as Session from "../session/session.ts";

export const handlers: Handlers<"customer"> = {
  /** The request that erased the account may have died before it ended the sessions and the cart. */
  "customer.erased": (ctx, customerId) => Session.revokeAll(ctx, Session.ownerOf(customerId)),
};
