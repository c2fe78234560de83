import type { IncomingMessage } from "node:http";
import type { EdgeRules } from "./cdn.ts";

/** The path as it was sent. */
export const pathOf = ({ url = "" }: Pick<IncomingMessage, "url">): string => url.split("?", 1)[0] ?? "";

/** The target of a cached read: the key of its answer in the cache. Undefined for any other request. */
export function cachedTarget(
  { method, url = "" }: Pick<IncomingMessage, "method" | "url">,
  rules: EdgeRules,
) {
  const isRead = (method === "GET" || method === "HEAD") && url.startsWith("/");
  const path = pathOf({ url });
  if (!isRead || !rules.isCached(path)) return undefined;
  if (!rules.isPublicRead(path)) return url;
  const query = rules.sortedQuery(url.slice(path.length + 1));
  return query ? `${path}?${query}` : path;
}

/** All that CloudFront sends to an origin when no policy adds to it. Only the address says something about the viewer. */
export function originHeaders(rawHeaders: string[], id: string, etag?: string): string[] {
  const forwarded = header(rawHeaders, "x-forwarded-for");
  return [
    ...["Host", "localhost", "User-Agent", "Amazon CloudFront", "Via", "1.1 edge", "X-Amz-Cf-Id", id],
    ...(forwarded === undefined ? [] : ["X-Forwarded-For", forwarded]),
    ...(etag === undefined ? [] : ["If-None-Match", etag]),
  ];
}

/** One header, its repetitions joined by commas. `request.headers` would read all of them, and drop a second Host. */
export function header(rawHeaders: string[], name: string): string | undefined {
  let found: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const one = rawHeaders[i] ?? "";
    if (one.length !== name.length || one.toLowerCase() !== name) continue;
    found = found === undefined ? rawHeaders[i + 1] : `${found},${rawHeaders[i + 1]}`;
  }
  return found;
}
