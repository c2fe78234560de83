import { randomFillSync } from "node:crypto";
import { ulid } from "ulid";
import * as z from "zod";

const prefixes = {
  product: "prod",
  cart: "cart",
  customer: "cus",
  address: "addr",
  order: "ord",
  event: "evt",
  key: "key",
  image: "img",
  fulfillment: "ful",
  payment: "pay",
  refund: "ref",
  movement: "mov",
  token: "tok",
  delivery: "dlv",
} as const;
export type Kind = keyof typeof prefixes;

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/** An ID takes 16 random bytes. By itself, the library asks the system for each, which takes fifty times as long. */
const bytes = new Uint8Array(1_024);
let used = bytes.length;
function random(): number {
  if (used === bytes.length) {
    randomFillSync(bytes);
    used = 0;
  }
  return (bytes[used++] ?? 0) / 256;
}

export const newUlid = (now: Date): string => ulid(now.getTime(), random);

/** A ULID with a prefix. It sorts by creation time. It is never a credential: check the owner as well. */
export const newId = (kind: Kind, now: Date): string => `${prefixes[kind]}_${newUlid(now)}`;

export const idOf = (kind: Kind) =>
  z.string().regex(new RegExp(`^${prefixes[kind]}_${ULID}$`), `must be an ID: ${prefixes[kind]}_ and a ULID`);

export const isId = (kind: Kind, text: string): boolean => idOf(kind).safeParse(text).success;
