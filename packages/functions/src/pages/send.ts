import type { Context } from "hono";
import type { Env } from "../http/env.ts";
import { etagOf, matches } from "../http/etag.ts";

/**
 * The edge caches a page with data for 30 s, for 30 s more while it fetches a new one, and for 5 minutes while the shop fails.
 * Browsers always ask the edge.
 */
export const WITH_DATA = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=300";
/** Documents that change with a deploy only. The assets that they name are kept for longer. */
export const WITHOUT_DATA =
  "public, max-age=0, s-maxage=300, stale-while-revalidate=3600, stale-if-error=3600";

const HTML = "text/html; charset=utf-8";

interface Page {
  status: 200 | 404;
  html: string;
  hasData: boolean;
}

/** Sends a page, or 304 if the copy of the browser or of the edge is current. A 404 is not cached: the page may exist soon. */
export function sendPage(c: Context<Env>, { status, html, hasData }: Page): Response {
  if (status === 404) return c.body(html, 404, { "content-type": HTML });
  return sendDocument(c, html, { type: HTML, policy: hasData ? WITH_DATA : WITHOUT_DATA });
}

/** Sends a document that is the same for everyone, or 304. */
export function sendDocument(
  c: Context<Env>,
  text: string,
  { type, policy }: { type: string; policy: string },
): Response {
  const tag = etagOf(text);
  c.header("cache-control", policy);
  c.header("etag", tag);
  if (matches(tag, c.req.header("if-none-match"))) return c.body(null, 304);
  return c.body(text, 200, { "content-type": type });
}

/** Redirects for good. A former handle may be given to another product, so the edge alone remembers it, and not for long. */
export function sendMoved(c: Context<Env>, location: string): Response {
  c.header("cache-control", WITH_DATA);
  return c.redirect(location, 301);
}
