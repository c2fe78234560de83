import * as z from "zod";
import { idOf } from "../id.ts";
import { NextCursor } from "../page.ts";
import { text } from "../text.ts";
import { time } from "../time.ts";
import { type Role, roles, SCOPES } from "./key.rules.ts";

export const Scope = z.enum(SCOPES);
const RoleName = z.enum(Object.keys(roles) as [Role, ...Role[]]);

export const NewKey = z
  .strictObject({
    name: text(100).meta({ description: "Who or what uses the key." }),
    role: RoleName.optional().meta({ description: "A set of scopes. Send either this or `scopes`." }),
    scopes: z.array(Scope).min(1).max(SCOPES.length).optional(),
    expiresAt: time()
      .optional()
      .meta({ description: "When the key ends. Without it, the key does not end." }),
  })
  .refine(({ role, scopes }) => (role === undefined) !== (scopes === undefined), {
    path: ["role"],
    message: "must be sent, or else scopes, but not both",
  })
  .meta({ id: "NewKey", examples: [{ name: "Warehouse", role: "packer" }] });
export type NewKey = z.infer<typeof NewKey>;

export const Key = z
  .strictObject({
    id: idOf("key"),
    name: z.string(),
    role: RoleName.nullable().meta({ description: "null if the key was created with single scopes." }),
    scopes: z.array(Scope),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: "Accurate to a minute." }),
    secret: z.string().optional().meta({
      description: "The key itself. Only in the answer that creates it: it cannot be shown again.",
    }),
  })
  .meta({ id: "Key" });
export type Key = z.infer<typeof Key>;

export const KeyPage = z.strictObject({ data: z.array(Key), nextCursor: NextCursor }).meta({ id: "KeyPage" });
export type KeyPage = z.infer<typeof KeyPage>;
