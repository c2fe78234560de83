import * as Key from "@myclothes/core/merchant/key";
import { Key as KeyAnswer, KeyPage, NewKey } from "@myclothes/core/merchant/key/schema";
import { PageQuery } from "@myclothes/core/page";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "keys";

export const keys = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listKeys",
      tag,
      summary: "List the API keys",
      description: "The newest first, without revoked keys. Secrets are not stored, so they cannot be shown.",
      replies: { 200: { description: "A page of keys.", schema: KeyPage } },
    }),
    requireScopes("keys:write"),
    query(PageQuery),
    async (c) => c.json(await Key.list(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/",
    route({
      id: "createKey",
      tag,
      summary: "Create an API key",
      description:
        "The answer contains the key as `secret`, this once. If the answer is lost, revoke the key that the list shows and create another one. A key can grant only scopes that it has itself.",
      replies: { 201: { description: "The key with its secret.", schema: KeyAnswer } },
    }),
    requireScopes("keys:write"),
    body(NewKey),
    async (c) => c.json(await Key.create(c.var.ctx, c.var.author, c.req.valid("json")), 201),
  )
  .delete(
    "/:id",
    route({
      id: "revokeKey",
      tag,
      summary: "Revoke an API key",
      description: "It opens nothing from now on. Repeating the request does no harm.",
      pathParameters: { id: { description: "The key's id (`key_…`)." } },
      replies: { 204: { description: "The key is revoked." } },
      refuses: ["key.unknown"],
    }),
    requireScopes("keys:write"),
    async (c) => {
      await Key.revoke(c.var.ctx, c.var.author, c.req.param("id"));
      return c.body(null, 204);
    },
  );
