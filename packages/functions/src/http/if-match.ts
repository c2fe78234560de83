import type { Context } from "hono";

/**
 * The versions in `If-Match`, or `*`. Without it, `none` for `If-None-Match: *`, and undefined otherwise. A tag that is none of ours
 * matches nothing (RFC 9110 §13.1.1 and §13.1.2).
 */
export function ifMatch(c: Context): number[] | "*" | "none" | undefined {
  const header = c.req.header("if-match");
  if (header === undefined) return c.req.header("if-none-match")?.trim() === "*" ? "none" : undefined;
  if (header.trim() === "*") return "*";
  return header.split(",").flatMap((tag) => {
    const [, version] = /^\s*"(\d{1,15})"\s*$/.exec(tag) ?? [];
    return version === undefined ? [] : [Number(version)];
  });
}
