import type { Context } from "hono";
import type { Documentation } from "../http/document.ts";
import { etagOf, matches } from "../http/etag.ts";

/** The edge caches an answer for 30 s, and serves it for 30 s more while it fetches a new one. Browsers always ask the edge. */
const POLICY = "public, max-age=0, s-maxage=30, stale-while-revalidate=30";

/** For stock: old enough to serve a crowd with one call in two seconds, and young enough to be true. */
export const TWO_SECONDS = "public, max-age=0, s-maxage=2";

/** Documentation of routes whose answer is the same for everyone. */
export const publicRead = {
  requestHeaders: {
    "If-None-Match": {
      description: "The `ETag` of your copy. The answer is 304 without a body if the copy is still current.",
    },
  },
  responseHeaders: { ETag: { description: "Identifies this version of the answer, for `If-None-Match`." } },
  refuses: ["service.unavailable"],
} as const satisfies Documentation;

/** The text and ETag of each value, for as long as the catalogue's cache holds the value. */
const serialized = new WeakMap<object, { text: string; tag: string }>();

/**
 * Sends a value that is the same for everyone and may be cached, or 304 if the client's copy is current. Errors stay
 * `no-store`.
 */
export function sendCacheable(c: Context, value: object, policy = POLICY): Response {
  const { text, tag } = serialized.get(value) ?? serialize(value);
  c.header("cache-control", policy);
  c.header("etag", tag);
  // Also without an `Origin`: a browser may use its copy for a page of another origin.
  c.header("access-control-allow-origin", "*");
  return matches(tag, c.req.header("if-none-match"))
    ? c.body(null, 304)
    : c.body(text, 200, { "content-type": "application/json" });
}

/** Redirects for good, the same for everyone. */
export function redirectCacheable(c: Context, path: string): Response {
  c.header("cache-control", POLICY);
  c.header("access-control-allow-origin", "*");
  return c.redirect(path, 301);
}

function serialize(value: object): { text: string; tag: string } {
  const text = JSON.stringify(value);
  const result = { text, tag: etagOf(text) };
  serialized.set(value, result);
  return result;
}
