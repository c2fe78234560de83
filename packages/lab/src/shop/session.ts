import { randomBytes } from "node:crypto";
import type { Cookies } from "./shop.ts";
import { sign, unsign } from "./signature.ts";

/** The session of a request. The cookie is set when the request brings none that we have signed. */
export function session(cookies: Cookies, secret: string): { id: string; cookie?: string } {
  const known = unsign(cookies.sid, secret);
  if (known) return { id: known };
  const id = randomBytes(16).toString("base64url");
  return { id, cookie: `sid=${sign(id, secret)}` };
}
