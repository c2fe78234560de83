import * as Category from "@myclothes/core/catalog/edit/category";
import { AdminCategory, AdminCategoryPage, PutCategory } from "@myclothes/core/catalog/edit/category/schema";
import { PageQuery } from "@myclothes/core/page";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "catalog";
const pathParameters = { handle: { description: "The category's `handle`." } };

export const categories = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listCategories",
      tag,
      summary: "List the categories",
      description: "In their order.",
      replies: { 200: { description: "A page of categories.", schema: AdminCategoryPage } },
    }),
    requireScopes("catalog:read"),
    query(PageQuery),
    async (c) => c.json(await Category.list(c.var.ctx, c.req.valid("query"))),
  )
  .put(
    "/:handle",
    route({
      id: "putCategory",
      tag,
      summary: "Create or replace a category",
      description: "Repeating the request does no harm.",
      pathParameters,
      replies: {
        200: { description: "The category, replaced or already as wanted.", schema: AdminCategory },
        201: { description: "The new category.", schema: AdminCategory },
      },
      refuses: ["catalog.unknown_category", "catalog.category_cycle"],
    }),
    requireScopes("catalog:write"),
    body(PutCategory),
    async (c) => {
      const handle = c.req.param("handle");
      const { category, isNew } = await Category.put(c.var.ctx, c.var.author, handle, c.req.valid("json"));
      return c.json(category, isNew ? 201 : 200);
    },
  )
  .delete(
    "/:handle",
    route({
      id: "deleteCategory",
      tag,
      summary: "Delete an empty category",
      description: "It must have no products, of any status, and no categories below it.",
      pathParameters,
      replies: { 204: { description: "The category is deleted." } },
      refuses: ["catalog.unknown_category", "catalog.category_not_empty"],
    }),
    requireScopes("catalog:write"),
    async (c) => {
      await Category.remove(c.var.ctx, c.var.author, c.req.param("handle"));
      return c.body(null, 204);
    },
  );
