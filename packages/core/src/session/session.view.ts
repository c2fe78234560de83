import { expiry, type Session } from "./session.rules.ts";
import type { SessionView } from "./session.schema.ts";

/** `current`: whether the request uses this session. */
export const view = (session: Session, current: boolean): SessionView => ({
  id: session.id,
  current,
  createdAt: session.createdAt.toISOString(),
  lastSeenAt: session.seenAt.toISOString(),
  expiresAt: expiry(session).toISOString(),
  userAgent: session.userAgent,
});
