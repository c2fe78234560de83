import type { IncomingMessage } from "node:http";
import { publicRead } from "@myclothes/functions/edge";

/**
 * What the shop is asked for in a public read, and the key of its answer: the path as sent, and of the query the parameters that
 * the rule names, in its order, as sent. Undefined for any other request, which passes whole.
 */
export function publicTarget({ method, url = "" }: Pick<IncomingMessage, "method" | "url">) {
  if ((method !== "GET" && method !== "HEAD") || !url.startsWith("/")) return undefined;
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const read = publicRead(path);
  if (!read || mark < 0) return read && path;
  const place = (pair: string) => read.query.indexOf(nameOf(pair));
  const named = url
    .slice(mark + 1)
    .split("&")
    .filter((pair) => place(pair) >= 0);
  named.sort((one, other) => place(one) - place(other));
  return named.length > 0 ? `${path}?${named.join("&")}` : path;
}

function nameOf(pair: string): string {
  const equals = pair.indexOf("=");
  return equals < 0 ? pair : pair.slice(0, equals);
}

/** All that CloudFront sends to an origin where no policy adds to it: nothing that tells who asks but the address. */
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
