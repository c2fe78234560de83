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
import { publicRead, sendCacheable } from "../cacheable.ts";

const tag = "catalog";

export const catalog = new Hono<Env>()
  .get(
    "/products",
    route({
      ...publicRead,
      id: "listProducts",
      tag,
      summary: "Browse and search products",
      description:
        "Without parameters: all products, the newest first. A product matches if one of its variants has the size, color, price and stock that you ask for.",
      replies: { 200: { description: "A page of products.", schema: ProductPage } },
    }),
    query(ProductQuery),
    async (c) => sendCacheable(c, await Catalog.products(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/products/:handle",
    route({
      ...publicRead,
      id: "getProduct",
      tag,
      summary: "Get a product with its variants",
      description:
        "For a product's page. Prices and availability may be a minute old; get a variant's availability to show the current stock.",
      pathParameters: { handle: { description: "The product's `handle`, the readable name in its URL." } },
      replies: { 200: { description: "The product.", schema: Product } },
      refuses: [...publicRead.refuses, "catalog.unknown_product"],
    }),
    async (c) => sendCacheable(c, await Catalog.product(c.var.ctx, c.req.param("handle"))),
  )
  .get(
    "/categories",
    route({
      ...publicRead,
      id: "listCategories",
      tag,
      summary: "List the categories",
      description: "All categories on one page, each with the number of its products. For menus.",
      replies: { 200: { description: "The categories.", schema: CategoryList } },
    }),
    async (c) => sendCacheable(c, await Catalog.categories(c.var.ctx)),
  )
  .get(
    "/variants/:sku/availability",
    route({
      id: "getAvailability",
      tag,
      summary: "Get the current stock of a variant",
      description:
        "Never cached. For the text beside the buy button. It reserves nothing: only an order does.",
      pathParameters: { sku: { description: "The variant's `sku`." } },
      replies: { 200: { description: "The current stock, shown up to 20.", schema: Availability } },
      refuses: ["catalog.unknown_sku", "service.unavailable"],
    }),
    async (c) => c.json(await Catalog.availability(c.var.ctx, c.req.param("sku"))),
  );
