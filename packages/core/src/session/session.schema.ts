import * as z from "zod";
import { NextCursor } from "../page.ts";

export const SessionView = z
  .strictObject({
    id: z.string().meta({ description: "Identifies the session. It is not a credential." }),
    current: z.boolean().meta({ description: "Whether this request uses this session." }),
    createdAt: z.iso.datetime().meta({ description: "When the customer signed in." }),
    lastSeenAt: z.iso.datetime().meta({ description: "Accurate to one day." }),
    expiresAt: z.iso
      .datetime()
      .meta({ description: "When the session ends, unless it is used before then." }),
    userAgent: z
      .string()
      .meta({ description: "The `User-Agent` of the browser that signed in, at most 200 characters." }),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

export const SessionList = z
  .strictObject({ data: z.array(SessionView), nextCursor: NextCursor })
  .meta({ id: "SessionList" });
export type SessionList = z.infer<typeof SessionList>;
