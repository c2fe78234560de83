import * as z from "zod";
import { NextCursor, PageQuery } from "../page.ts";
import { text } from "../text.ts";

export const AuditQuery = z.object({
  subject: text(255).optional().meta({ description: "Only the changes of the thing with this ID or name." }),
  ...PageQuery.shape,
});
export type AuditQuery = z.infer<typeof AuditQuery>;

const Value = z.unknown().meta({
  description: "The thing as it was stored. `{ omittedBytes }` instead of more than 4 KB.",
});

export const AuditPage = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.int(),
        at: z.iso.datetime(),
        keyId: z.string(),
        keyName: z.string().nullable(),
        route: z.string().meta({ description: "The route that made the change." }),
        subject: z.string().meta({ description: "The ID or name of what was changed." }),
        before: Value.nullable().meta({ description: "null: it was created." }),
        after: Value.nullable().meta({ description: "null: it was deleted." }),
      }),
    ),
    nextCursor: NextCursor,
  })
  .meta({ id: "AuditPage" });
export type AuditPage = z.infer<typeof AuditPage>;
