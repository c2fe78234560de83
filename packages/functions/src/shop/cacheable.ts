import { sha256 } from "@myclothes/core/hash";
import type { Context } from "hono";
import type { Documentation } from "../http/document.ts";
import type { Env } from "../http/env.ts";

/** The edge keeps a read for half a minute and may show it for another while it fetches; browsers ask each time. */
const POLICY = "public, max-age=0, s-maxage=30, stale-while-revalidate=30";

/** What a route tells of itself that answers everybody alike. */
export const publicRead = {
  requestHeaders: {
    "If-None-Match": { required: false, description: "The ETag of a copy: 304 where it still holds." },
  },
  responseHeaders: { ETag: "Names this version of the answer." },
  refuses: ["service.unavailable"],
} as const satisfies Documentation;

/** As text, with its ETag: made once for a value, for as long as the cache remembers it. */
const written = new WeakMap<object, { text: string; tag: string }>();

/** Answers everybody alike, and may be kept: `value`, or 304 to whoever has it. Refusals stay `no-store`, as `envelope` marks them. */
export function publicly(c: Context<Env>, value: object): Response {
  const { text, tag } = written.get(value) ?? write(value);
  c.header("cache-control", POLICY);
  c.header("etag", tag);
  return isHeld(tag, c.req.header("if-none-match"))
    ? c.body(null, 304)
    : c.body(text, 200, { "content-type": "application/json" });
}

function write(value: object): { text: string; tag: string } {
  const text = JSON.stringify(value);
  const made = { text, tag: `"${sha256(text)}"` };
  written.set(value, made);
  return made;
}

/** RFC 9110 §13.1.2: the comparison is weak, since the edge weakens the tag of what it compresses. */
const isHeld = (tag: string, sent = ""): boolean =>
  sent.split(",").some((one) => ["*", tag, `W/${tag}`].includes(one.trim()));
