import * as Product from "@myclothes/core/catalog/edit/product";
import {
  AdminProduct,
  AdminProductPage,
  AdminProductQuery,
  PutProduct,
} from "@myclothes/core/catalog/edit/product/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { ifMatch } from "../../http/if-match.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "catalog";
const pathParameters = { handle: { description: "The product's `handle`, the readable name in its URL." } };
const responseHeaders = {
  ETag: { description: "The product's `version` in quotation marks, for `If-Match`." },
};

/** A product with 1,000 variants and its texts. */
const MAX_PRODUCT = 1024 * 1024;

export const products = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listProducts",
      tag,
      summary: "List the products",
      description: "Of every status, the newest first.",
      replies: { 200: { description: "A page of products.", schema: AdminProductPage } },
    }),
    requireScopes("catalog:read"),
    query(AdminProductQuery),
    async (c) => c.json(await Product.list(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/:handle",
    route({
      id: "getProduct",
      tag,
      summary: "Get a product with its variants and their stock",
      pathParameters,
      replies: { 200: { description: "The product.", schema: AdminProduct } },
      responseHeaders,
      refuses: ["catalog.unknown_product"],
    }),
    requireScopes("catalog:read"),
    async (c) => {
      const product = await Product.get(c.var.ctx, c.req.param("handle"));
      c.header("etag", `"${product.version}"`);
      return c.json(product);
    },
  )
  .put(
    "/:handle",
    route({
      id: "putProduct",
      tag,
      summary: "Create or replace a product with its variants",
      description:
        "All or nothing. New variants have no stock; existing ones keep their stock and image; variants that are missing here are deleted, unless they have stock: then nothing is changed. `formerHandle` renames a product. The body may have 1 MB. The same product again changes nothing, also with the `If-Match` of before, so the request can be repeated.",
      pathParameters,
      maxBody: MAX_PRODUCT,
      replies: {
        200: { description: "The product, replaced or already as wanted.", schema: AdminProduct },
        201: { description: "The new product.", schema: AdminProduct },
      },
      requestHeaders: {
        "If-Match": {
          description:
            "The `ETag` that the product must have. If it has another one, nothing is changed and the answer is 412.",
        },
        "If-None-Match": {
          description:
            "`*`: only create the product. If it exists, nothing is changed and the answer is 412.",
        },
      },
      responseHeaders,
      refuses: [
        "catalog.changed",
        "catalog.unknown_category",
        "catalog.sku_taken",
        "catalog.has_stock",
        "catalog.handle_taken",
      ],
    }),
    requireScopes("catalog:write"),
    body(PutProduct),
    async (c) => {
      const { ctx, author } = c.var;
      const handle = c.req.param("handle");
      const { product, isNew } = await Product.put(ctx, author, handle, c.req.valid("json"), ifMatch(c));
      c.header("etag", `"${product.version}"`);
      return c.json(product, isNew ? 201 : 200);
    },
  )
  .delete(
    "/:handle",
    route({
      id: "deleteProduct",
      tag,
      summary: "Delete a product",
      description:
        "Deletes it with its variants and the redirects to it. A product that was ordered is archived instead.",
      pathParameters,
      replies: { 204: { description: "The product is deleted or archived." } },
      refuses: ["catalog.unknown_product"],
    }),
    requireScopes("catalog:write"),
    async (c) => {
      await Product.remove(c.var.ctx, c.var.author, c.req.param("handle"));
      return c.body(null, 204);
    },
  );
