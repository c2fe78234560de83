import * as Key from "@myclothes/core/merchant/key";
import { Key as KeyAnswer, KeyPage, NewKey } from "@myclothes/core/merchant/key/schema";
import { PageQuery } from "@myclothes/core/page";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { KEY_PATTERN } from "../../http/idempotency.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { idempotent, requestOf } from "../idempotent.ts";
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
        "The answer contains the key as `secret`, this once. If the answer is lost, repeat the request with the same `Idempotency-Key`: either it creates the key, or the answer is the key without `secret`. Then revoke that key and create another one. A key can grant only scopes that it has itself.",
      replies: { 201: { description: "The key with its secret.", schema: KeyAnswer } },
      ...idempotent,
      requestHeaders: {
        "Idempotency-Key": {
          description:
            "A repetition with the same key and body has no other effect. Its answer has no `secret`.",
          pattern: KEY_PATTERN,
        },
      },
    }),
    requireScopes("keys:write"),
    body(NewKey),
    async (c) => {
      const { ctx, author } = c.var;
      const { key, replayed } = await Key.create(ctx, author, c.req.valid("json"), requestOf(c));
      if (replayed) c.header("idempotent-replayed", "true");
      return c.json(key, 201);
    },
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
