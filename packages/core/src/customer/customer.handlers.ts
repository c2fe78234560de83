import type { Handlers } from "../events/events.handle.ts";
import * as Session from "../session/session.ts";
import * as Sql from "./customer.sql.ts";
import { endSessions } from "./reset.ts";

/** The events that send a mail are handled in `mail/`. */
export const handlers: Handlers<"customer"> = {
  "customer.created": {},
  "customer.email_change_requested": {},
  "customer.email_changed": {},
  "customer.erased": {
    /** The request that erased the account may have died before it ended the sessions and the cart. */
    endSessions: (ctx, { subject }) => Session.revokeAll(ctx, Session.ownerOf(subject)),
  },
  "customer.password_reset": {
    /** The request that set the new password may have died before it ended the sessions. */
    endSessions: async (ctx, { subject }) => {
      const [account] = await Sql.byId(ctx, subject);
      if (account) await endSessions(ctx, account);
    },
  },
  "customer.password_reset_requested": {},
};
