import { links } from "@myclothes/core/links";
import type { Context } from "hono";

export const isWrite = (c: Context): boolean => c.req.method !== "GET" && c.req.method !== "HEAD";

/**
 * Whether the request comes from one of the shop's own pages, or from a client that is not a browser. Browsers send
 * `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata); older ones send an `Origin`; other clients send neither.
 */
export function isSameOrigin(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site !== undefined) return site === "same-origin";
  return origin === undefined || links.Site.origins.includes(origin);
}

/** Whether a page of another origin sent the request. Browsers may then withhold the cookie, also on reads. */
export const isForeignPage = (c: Context): boolean =>
  !["same-origin", "none"].includes(c.req.header("sec-fetch-site") ?? "none");
