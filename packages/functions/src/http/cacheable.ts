import type { MiddlewareHandler } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { documented } from "./document.ts";
import type { Env } from "./env.ts";

/** The edge keeps a read for half a minute and may show it for another while it fetches; browsers ask each time. */
const POLICY = "public, max-age=0, s-maxage=30, stale-while-revalidate=30";

/** A 304 carries what every answer does, beside what RFC 9110 §15.4.5 asks for. */
const tag = etag({ retainedHeaders: [...RETAINED_304_HEADERS, "x-request-id", "x-served-by"] });

/** For public reads that answer everybody alike. Only a 200 may be kept: `envelope` marks the rest `no-store`. */
export const cacheable: MiddlewareHandler<Env> = documented(
  (c, next) =>
    tag(c, async () => {
      await next();
      if (c.res.status === 200) c.header("cache-control", POLICY);
    }),
  {
    requestHeaders: {
      "If-None-Match": { required: false, description: "The ETag of a copy: 304 where it still holds." },
    },
    responseHeaders: { ETag: "Names this version of the answer." },
    refuses: ["service.unavailable"],
  },
);
