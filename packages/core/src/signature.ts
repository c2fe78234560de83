import { createHmac } from "node:crypto";
import { links } from "./aws/links.ts";
import { isSameSecret } from "./hash.ts";

/** The purpose of a signature. A signature for one purpose is not valid for another. */
export type Purpose = "guest" | "device" | "replay" | "mail" | "order";

/** An HMAC-SHA256 of `text` with the shop's newest key: 43 characters of base64url. */
export const sign = (purpose: Purpose, text: string): string => signWith(newestKey(), purpose, text);

/** Whether one of the shop's keys made this signature. Older keys are valid until they are removed. */
export const isSigned = (purpose: Purpose, text: string, signature: string): boolean =>
  links.Signing.keys.some((key) => isSameSecret(signWith(key, purpose, text), signature));

/** The signatures of all the shop's keys, the newest first: one of them is what `sign` returned before a key was replaced. */
export const signatures = (purpose: Purpose, text: string): string[] =>
  links.Signing.keys.map((key) => signWith(key, purpose, text));

function newestKey(): string {
  const [key] = links.Signing.keys;
  if (!key) throw new Error("The Signing link has no key.");
  return key;
}

const signWith = (key: string, purpose: Purpose, text: string): string =>
  createHmac("sha256", key).update(`${purpose}\n${text}`).digest("base64url");
