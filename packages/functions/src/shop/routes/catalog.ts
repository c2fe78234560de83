import * as Catalog from "@myclothes/core/catalog";
import {
  Availability,
  CategoryList,
  Product,
  ProductPage,
  ProductQuery,
} from "@myclothes/core/catalog/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { query } from "../../http/validate.ts";
import { publicly, publicRead } from "../cacheable.ts";

export const catalog = new Hono<Env>()
  .get(
    "/products",
    route({
      ...publicRead,
      id: "listProducts",
      tag: "catalog",
      summary: "Browse and search the catalogue",
      replies: { 200: ProductPage },
    }),
    query(ProductQuery),
    async (c) => publicly(c, await Catalog.products(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/products/:handle",
    route({
      ...publicRead,
      id: "getProduct",
      tag: "catalog",
      summary: "One product with its variants",
      replies: { 200: Product },
      refuses: [...publicRead.refuses, "catalog.unknown_product"],
    }),
    async (c) => publicly(c, await Catalog.product(c.var.ctx, c.req.param("handle"))),
  )
  .get(
    "/categories",
    route({
      ...publicRead,
      id: "listCategories",
      tag: "catalog",
      summary: "The categories, with how many products each holds",
      replies: { 200: CategoryList },
    }),
    async (c) => publicly(c, await Catalog.categories(c.var.ctx)),
  )
  .get(
    "/variants/:sku/availability",
    route({
      id: "getAvailability",
      tag: "catalog",
      summary: "How many of a variant can be had this moment; 20 stands for 20 or more",
      replies: { 200: Availability },
      refuses: ["catalog.unknown_sku", "service.unavailable"],
    }),
    async (c) => c.json(await Catalog.availability(c.var.ctx, c.req.param("sku"))),
  );
