import type { Context } from "hono";
import { setCookie } from "hono/cookie";

/** The value of a cookie. Undefined if it is missing or sent twice: another site may have planted one of the two. */
export function readCookie(c: Context, name: string): string | undefined {
  const found = (c.req.header("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** Sets a cookie that scripts, other hosts and writes from other sites cannot use. `maxAge` in seconds; 0 deletes the cookie. */
export const writeCookie = (c: Context, name: `__Host-${string}`, value: string, maxAge: number): void =>
  setCookie(c, name, value, { secure: true, httpOnly: true, sameSite: "Lax", path: "/", maxAge });
