import { createHmac, timingSafeEqual } from "node:crypto";

const mac = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest("base64url");

/** The text with its signature: `text.signature`. */
export const sign = (text: string, secret: string): string => `${text}.${mac(text, secret)}`;

/** The text, if its signature is right. Compares in constant time, so that an answer's duration does not help to guess one. */
export function unsign(signed: string | undefined, secret: string): string | undefined {
  if (signed === undefined) return undefined;
  const end = signed.lastIndexOf(".");
  const text = signed.slice(0, Math.max(end, 0));
  const given = Buffer.from(signed.slice(end + 1));
  const right = Buffer.from(mac(text, secret));
  return given.length === right.length && timingSafeEqual(given, right) ? text : undefined;
}
