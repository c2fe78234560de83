import * as Catalog from "@myclothes/core/catalog";
import {
  Availability,
  Category,
  CategoryList,
  Collection,
  CollectionList,
  Product,
  ProductPage,
  ProductQuery,
  SuggestionQuery,
  Suggestions,
} from "@myclothes/core/catalog/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { query } from "../../http/validate.ts";
import { publicRead, redirectCacheable, sendCacheable, TWO_SECONDS } from "../cacheable.ts";

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
        "Without parameters: all products, the newest first. A product matches if one of its variants has the size, color, price and stock that you ask for. `category`, `size` and `color` may be given several times: `?size=M&size=L`.",
      replies: { 200: { description: "A page of products.", schema: ProductPage } },
    }),
    query(ProductQuery),
    async (c) => sendCacheable(c, await Catalog.products(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/search/suggestions",
    route({
      ...publicRead,
      id: "listSuggestions",
      tag,
      summary: "Suggest products and categories while a shopper types",
      description: "Up to 8 products and categories that match the text typed so far. Without `q`: none.",
      replies: { 200: { description: "The suggestions.", schema: Suggestions } },
    }),
    query(SuggestionQuery),
    async (c) => sendCacheable(c, await Catalog.suggestions(c.var.ctx, c.req.valid("query"))),
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
      replies: {
        200: { description: "The product.", schema: Product },
        301: { description: "The product has another handle now. `Location` leads to it." },
      },
      refuses: [...publicRead.refuses, "catalog.unknown_product"],
    }),
    async (c) => {
      const asked = c.req.param("handle");
      const product = await Catalog.product(c.var.ctx, asked);
      return product.handle === asked.normalize("NFC")
        ? sendCacheable(c, product)
        : redirectCacheable(c, `/v1/products/${encodeURIComponent(product.handle)}`);
    },
  )
  .get(
    "/categories",
    route({
      ...publicRead,
      id: "listCategories",
      tag,
      summary: "List the categories",
      description:
        "All categories on one page, each with the number of its products and the category above it. For menus. To list the products of a category and of those below it, name them all: `?category=…&category=…`.",
      replies: { 200: { description: "The categories.", schema: CategoryList } },
    }),
    async (c) => sendCacheable(c, await Catalog.categories(c.var.ctx)),
  )
  .get(
    "/categories/:handle",
    route({
      ...publicRead,
      id: "getCategory",
      tag,
      summary: "Get a category",
      description: "For a category's page. `GET /v1/products?category=…` lists its products.",
      pathParameters: { handle: { description: "The category's `handle`." } },
      replies: { 200: { description: "The category.", schema: Category } },
      refuses: [...publicRead.refuses, "catalog.unknown_category"],
    }),
    async (c) => sendCacheable(c, await Catalog.category(c.var.ctx, c.req.param("handle"))),
  )
  .get(
    "/collections",
    route({
      ...publicRead,
      id: "listCollections",
      tag,
      summary: "List the collections",
      description:
        "All collections on one page, in the merchant's order: products that were picked by hand, such as gifts. A product may be in several.",
      replies: { 200: { description: "The collections.", schema: CollectionList } },
    }),
    async (c) => sendCacheable(c, await Catalog.collections(c.var.ctx)),
  )
  .get(
    "/collections/:handle",
    route({
      ...publicRead,
      id: "getCollection",
      tag,
      summary: "Get a collection",
      description:
        "For a collection's page. `GET /v1/products?collection=…` lists its products, in the merchant's order.",
      pathParameters: { handle: { description: "The collection's `handle`." } },
      replies: { 200: { description: "The collection.", schema: Collection } },
      refuses: [...publicRead.refuses, "catalog.unknown_collection"],
    }),
    async (c) => sendCacheable(c, await Catalog.collection(c.var.ctx, c.req.param("handle"))),
  )
  .get(
    "/variants/:sku/availability",
    route({
      ...publicRead,
      id: "getAvailability",
      tag,
      summary: "Get the current stock of a variant",
      description:
        "At most two seconds old. For the text beside the buy button. It reserves nothing: only an order does.",
      pathParameters: { sku: { description: "The variant's `sku`." } },
      replies: { 200: { description: "The current stock, shown up to 20.", schema: Availability } },
      refuses: [...publicRead.refuses, "catalog.unknown_sku"],
    }),
    async (c) => sendCacheable(c, await Catalog.availability(c.var.ctx, c.req.param("sku")), TWO_SECONDS),
  );
