import * as Audit from "@myclothes/core/merchant/audit";
import { AuditPage, AuditQuery } from "@myclothes/core/merchant/audit/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

export const audit = new Hono<AdminEnv>().get(
  "/",
  route({
    id: "listAudit",
    tag: "keys",
    summary: "List the changes that were made through this API",
    description: "The newest first, each with the key that made it.",
    replies: { 200: { description: "A page of changes.", schema: AuditPage } },
  }),
  requireScopes("keys:write"),
  query(AuditQuery),
  async (c) => c.json(await Audit.list(c.var.ctx, c.req.valid("query"))),
);
