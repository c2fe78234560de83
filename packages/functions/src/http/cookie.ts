import type { Context } from "hono";
import type { Env } from "./env.ts";

/** The cookie of this name. Undefined where there is none, and where there are two: then one was planted by another site. */
export function cookieNamed(c: Context<Env>, name: string): string | undefined {
  const named = (c.req.header("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return named.length === 1 ? named[0]?.slice(name.length + 1) : undefined;
}
