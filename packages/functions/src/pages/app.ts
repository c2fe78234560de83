import { links } from "@myclothes/core/links";
import { type Assets, type PageRequest, renderPage, renderShell } from "@myclothes/storefront/render";
import { type Context, Hono } from "hono";
import type { Env } from "../http/env.ts";
import { envelope, throwErrorsOnly } from "../http/envelope.ts";
import { refuseUnsafePath } from "../http/path.ts";
import { requireEdge } from "../http/require-edge.ts";
import { catalogueOf } from "./catalogue.ts";
import { sendFailure, sendUnknownRoute } from "./failure.ts";
import { sendMoved, sendPage } from "./send.ts";
import { createSitemap } from "./sitemap.ts";

/** API Gateway sends these to the pages, because the APIs' routes need a further segment. */
const API_ROOTS = ["/v1", "/v1/", "/admin/v1", "/admin/v1/"];

/** The app of the pages. It refuses no query parameters: links from elsewhere add their own. It reads no cookies and sets none. */
export function createPages(assets: Assets, sitemapSize?: number): Hono<Env> {
  const page = async (c: Context<Env>): Promise<Response> => {
    const answer = await renderPage(requestOf(c), catalogueOf(c.var.ctx), assets);
    return answer.status === 301 ? sendMoved(c, answer.location) : sendPage(c, answer);
  };
  return new Hono<Env>()
    .use(envelope("pages"))
    .use(throwErrorsOnly)
    .use(requireEdge)
    .use(refuseUnsafePath)
    .on("ALL", API_ROOTS, sendUnknownRoute)
    .route("/", createSitemap(sitemapSize))
    .get("*", page)
    .all("*", refuseMethod)
    .onError((error, c) => sendFailure(error, c, () => renderShell(requestOf(c), assets)));
}

function requestOf(c: Context<Env>): PageRequest {
  const { pathname, search } = new URL(c.req.url);
  return { path: pathname, query: search.slice(1), origin: links.Site.origins[0] ?? "" };
}

function refuseMethod(c: Context<Env>): Response {
  c.header("allow", "GET, HEAD");
  return c.text("A page can only be read: send GET.\n", 405);
}
