import type { Context } from "hono";

/**
 * The versions in `If-Match`, or `*`. Undefined: the header is missing. A tag that is none of ours matches nothing
 * (RFC 9110 §13.1.1).
 */
export function ifMatch(c: Context): number[] | "*" | undefined {
  const header = c.req.header("if-match");
  if (header === undefined) return undefined;
  if (header.trim() === "*") return "*";
  return header.split(",").flatMap((tag) => {
    const [, version] = /^\s*"(\d{1,15})"\s*$/.exec(tag) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}
