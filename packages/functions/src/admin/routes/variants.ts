import * as Stock from "@myclothes/core/catalog/edit/stock";
import {
  NewStockMovement,
  SetStock,
  StockMovement,
  StockMovementPage,
  Stock as StockView,
} from "@myclothes/core/catalog/edit/stock/schema";
import * as Variant from "@myclothes/core/catalog/edit/variant";
import { AdminVariant, PatchVariant } from "@myclothes/core/catalog/edit/variant/schema";
import { PageQuery } from "@myclothes/core/page";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import { fingerprint, idempotencyKey, KEY_PATTERN } from "../../http/idempotency.ts";
import { ifMatch } from "../../http/if-match.ts";
import { invalidRequest } from "../../http/refusal.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "stock";
const pathParameters = { sku: { description: "The variant's `sku`, percent-encoded." } };
const responseHeaders = {
  ETag: {
    description: "Changes with every change of the stock, also by a sale. For `If-Match` of `PUT …/stock`.",
  },
};
const replayed = {
  "Idempotent-Replayed": { description: "`true` if an earlier request has made this change." },
};

export const variants = new Hono<AdminEnv>()
  .patch(
    "/:sku",
    route({
      id: "changeVariant",
      tag: "catalog",
      summary: "Change the prices, the image or the threshold for low stock of a variant",
      description: "Fields that are missing stay as they are. Repeating the request does no harm.",
      pathParameters,
      replies: { 200: { description: "The variant after the change.", schema: AdminVariant } },
      refuses: ["catalog.unknown_sku"],
    }),
    requireScopes("catalog:write"),
    body(PatchVariant),
    async (c) =>
      c.json(await Variant.change(c.var.ctx, c.var.author, c.req.param("sku"), c.req.valid("json"))),
  )
  .get(
    "/:sku/stock",
    route({
      id: "getStock",
      tag,
      summary: "Get the stock of a variant",
      pathParameters,
      replies: { 200: { description: "The stock.", schema: StockView } },
      responseHeaders,
      refuses: ["catalog.unknown_sku"],
    }),
    requireScopes("catalog:read"),
    async (c) => send(c, await Stock.get(c.var.ctx, c.req.param("sku"))),
  )
  .put(
    "/:sku/stock",
    route({
      id: "setStock",
      tag,
      summary: "Set a counted stock",
      description:
        "Get the stock, count, and send its `ETag`. If anything was sold or moved in between, nothing is changed and the answer is 412. The difference is recorded as a movement. The same request again, with no change after it, is answered like the first one.",
      pathParameters,
      replies: { 200: { description: "The stock after the change.", schema: StockView } },
      requestHeaders: {
        "If-Match": { required: true, description: "The `ETag` of the stock, or `*` to set it in any case." },
      },
      responseHeaders: { ...responseHeaders, ...replayed },
      refuses: ["catalog.unknown_sku", "stock.changed"],
    }),
    requireScopes("stock:write"),
    body(SetStock),
    async (c) => {
      const match = ifMatch(c);
      if (match === undefined) throw invalidRequest([{ pointer: "If-Match", message: "is missing" }]);
      const { quantity } = c.req.valid("json");
      return send(c, await Stock.set(c.var.ctx, c.var.author, c.req.param("sku"), quantity, match));
    },
  )
  .get(
    "/:sku/stock-movements",
    route({
      id: "listStockMovements",
      tag,
      summary: "List what people did to the stock of a variant",
      description: "The newest first, each with its author. Sales and cancellations are in the orders.",
      pathParameters,
      replies: { 200: { description: "A page of movements.", schema: StockMovementPage } },
      refuses: ["catalog.unknown_sku"],
    }),
    requireScopes("catalog:read"),
    query(PageQuery),
    async (c) => c.json(await Stock.list(c.var.ctx, c.req.param("sku"), c.req.valid("query"))),
  )
  .post(
    "/:sku/stock-movements",
    route({
      id: "moveStock",
      tag,
      summary: "Add to the stock of a variant, or take from it",
      description:
        "The stock is never below 0. Send an `Idempotency-Key`, so that a repetition does not add twice.",
      pathParameters,
      replies: { 201: { description: "The movement, with the new stock.", schema: StockMovement } },
      requestHeaders: {
        "Idempotency-Key": {
          description:
            "Identifies this movement. A repetition with the same key and body is not counted again.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: { ...responseHeaders, ...replayed },
      refuses: ["catalog.unknown_sku", "stock.below_zero", "idempotency.key_reused"],
    }),
    requireScopes("stock:write"),
    body(NewStockMovement),
    async (c) => {
      const write = { key: idempotencyKey(c), fingerprint: fingerprint(c) };
      const { ctx, author } = c.var;
      return send(c, await Stock.move(ctx, author, c.req.param("sku"), c.req.valid("json"), write), 201);
    },
  );

function send(
  c: Context,
  { value, version, replayed }: Stock.Versioned<StockMovement | StockView>,
  status: 200 | 201 = 200,
): Response {
  c.header("etag", `"${version}"`);
  if (replayed) c.header("idempotent-replayed", "true");
  return c.json(value, status);
}
