import type { Handlers } from "../events/events.ts";
import * as Session from "../session/session.ts";
import * as Sql from "./customer.sql.ts";
import { endSessions } from "./reset.ts";

/** The events that send a mail are handled in `mail/`. */
export const handlers: Handlers<"customer"> = {
  "customer.created": async () => {},
  "customer.email_change_requested": async () => {},
  "customer.email_changed": async () => {},
  /** The request that erased the account may have died before it ended the sessions and the cart. */
  "customer.erased": (ctx, customerId) => Session.revokeAll(ctx, Session.ownerOf(customerId)),
  /** The request that set the new password may have died before it ended the sessions. */
  "customer.password_reset": async (ctx, customerId) => {
    const [account] = await Sql.byId(ctx, customerId);
    if (account) await endSessions(ctx, account);
  },
  "customer.password_reset_requested": async () => {},
};
