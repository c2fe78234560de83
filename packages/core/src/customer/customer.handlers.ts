import type { Handlers } from "../events/events.handle.ts";
import * as Session from "../session/session.ts";

export const handlers: Handlers<"customer"> = {
  "customer.erased": {
    /** The request that erased the account may have died before it ended the sessions and the cart. */
    endSessions: (ctx, { subject }) => Session.revokeAll(ctx, Session.ownerOf(subject)),
  },
};
