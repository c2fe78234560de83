import * as Redirect from "@myclothes/core/catalog/edit/redirect";
import {
  PutRedirect,
  RedirectPage,
  Redirect as RedirectView,
} from "@myclothes/core/catalog/edit/redirect/schema";
import { PageQuery } from "@myclothes/core/page";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "catalog";
const pathParameters = { handle: { description: "The former `handle` of a product." } };

export const redirects = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listRedirects",
      tag,
      summary: "List the redirects",
      description: "By their handles.",
      replies: { 200: { description: "A page of redirects.", schema: RedirectPage } },
    }),
    requireScopes("catalog:read"),
    query(PageQuery),
    async (c) => c.json(await Redirect.list(c.var.ctx, c.req.valid("query"))),
  )
  .put(
    "/:handle",
    route({
      id: "putRedirect",
      tag,
      summary: "Redirect a former handle to a product",
      description:
        "For handles whose product has a new one. No active product may have the handle. Repeating the request does no harm.",
      pathParameters,
      replies: {
        200: { description: "The redirect, replaced or already as wanted.", schema: RedirectView },
        201: { description: "The new redirect.", schema: RedirectView },
      },
      refuses: ["catalog.unknown_product", "catalog.redirect_loop", "catalog.handle_taken"],
    }),
    requireScopes("catalog:write"),
    body(PutRedirect),
    async (c) => {
      const handle = c.req.param("handle");
      const { redirect, isNew } = await Redirect.put(c.var.ctx, c.var.author, handle, c.req.valid("json"));
      return c.json(redirect, isNew ? 201 : 200);
    },
  )
  .delete(
    "/:handle",
    route({
      id: "deleteRedirect",
      tag,
      summary: "Delete a redirect",
      pathParameters,
      replies: { 204: { description: "The redirect is deleted." } },
      refuses: ["catalog.unknown_redirect"],
    }),
    requireScopes("catalog:write"),
    async (c) => {
      await Redirect.remove(c.var.ctx, c.var.author, c.req.param("handle"));
      return c.body(null, 204);
    },
  );
