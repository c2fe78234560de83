import * as Collection from "@myclothes/core/catalog/edit/collection";
import {
  AdminCollection,
  AdminCollectionPage,
  PutCollection,
} from "@myclothes/core/catalog/edit/collection/schema";
import { PageQuery } from "@myclothes/core/page";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { ifMatch } from "../../http/if-match.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "catalog";
const pathParameters = { handle: { description: "The collection's `handle`." } };
const responseHeaders = {
  ETag: { description: "The collection's `version` in quotation marks, for `If-Match`." },
};

/** 200 long handles with their texts. */
const MAX_COLLECTION = 256 * 1024;

export const collections = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listCollections",
      tag,
      summary: "List the collections",
      description: "In their order, without their texts and products.",
      replies: { 200: { description: "A page of collections.", schema: AdminCollectionPage } },
    }),
    requireScopes("catalog:read"),
    query(PageQuery),
    async (c) => c.json(await Collection.list(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/:handle",
    route({
      id: "getCollection",
      tag,
      summary: "Get a collection with its products",
      description: "Also with drafts and archived products, which shoppers do not see.",
      pathParameters,
      replies: { 200: { description: "The collection.", schema: AdminCollection } },
      responseHeaders,
      refuses: ["catalog.unknown_collection"],
    }),
    requireScopes("catalog:read"),
    async (c) => {
      const collection = await Collection.get(c.var.ctx, c.req.param("handle"));
      c.header("etag", `"${collection.version}"`);
      return c.json(collection);
    },
  )
  .put(
    "/:handle",
    route({
      id: "putCollection",
      tag,
      summary: "Create or replace a collection",
      description:
        "With at most 200 products, in the order in which shoppers see them. The body may have 256 KB. The same collection again changes nothing, also with the `If-Match` of before, so the request can be repeated.",
      pathParameters,
      maxBody: MAX_COLLECTION,
      replies: {
        200: { description: "The collection, replaced or already as wanted.", schema: AdminCollection },
        201: { description: "The new collection.", schema: AdminCollection },
      },
      requestHeaders: {
        "If-Match": {
          description:
            "The `ETag` that the collection must have. If it has another one, nothing is changed and the answer is 412.",
        },
        "If-None-Match": {
          description:
            "`*`: only create the collection. If it exists, nothing is changed and the answer is 412.",
        },
      },
      responseHeaders,
      refuses: ["catalog.changed", "catalog.collection_limit"],
    }),
    requireScopes("catalog:write"),
    body(PutCollection),
    async (c) => {
      const { ctx, author } = c.var;
      const handle = c.req.param("handle");
      const wanted = c.req.valid("json");
      const { collection, isNew } = await Collection.put(ctx, author, handle, wanted, ifMatch(c));
      c.header("etag", `"${collection.version}"`);
      return c.json(collection, isNew ? 201 : 200);
    },
  )
  .delete(
    "/:handle",
    route({
      id: "deleteCollection",
      tag,
      summary: "Delete a collection",
      description: "Its products stay as they are.",
      pathParameters,
      replies: { 204: { description: "The collection is deleted." } },
      refuses: ["catalog.unknown_collection"],
    }),
    requireScopes("catalog:write"),
    async (c) => {
      await Collection.remove(c.var.ctx, c.var.author, c.req.param("handle"));
      return c.body(null, 204);
    },
  );
