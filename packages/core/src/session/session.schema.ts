import * as z from "zod";

export const SessionView = z
  .strictObject({
    id: z.string().meta({ description: "Identifies the session. It is not a credential." }),
    current: z.boolean().meta({ description: "Whether this request uses this session." }),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().meta({ description: "Accurate to one day." }),
    expiresAt: z.iso.datetime(),
    userAgent: z.string(),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

export const SessionList = z
  .strictObject({ data: z.array(SessionView), nextCursor: z.string().nullable() })
  .meta({ id: "SessionList" });
export type SessionList = z.infer<typeof SessionList>;
