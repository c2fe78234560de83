import type { Money } from "../money.ts";

/**
 * Text of a customer in one line. Without line breaks it cannot imitate the mail's own text, and without
 * characters that change the direction of writing it cannot reorder it.
 */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

/** `$25.99` */
export const amount = ({ amount, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

/** `November 28, 2026` */
export const day = (instant: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(instant));

/** Only `https` links, so that no carrier's field opens anything else. */
export const safeUrl = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) && new URL(url).protocol === "https:" ? url : undefined;

/** A name and an address as in a `From` header (RFC 5322 §3.4, RFC 2047). */
export function mailbox(name: string, address: string): string {
  const line = oneLine(name);
  const isAscii = /^[\x20-\x7e]*$/.test(line);
  const shown = isAscii
    ? `"${line.replaceAll(/["\\]/g, "\\$&")}"`
    : `=?UTF-8?B?${Buffer.from(line).toString("base64")}?=`;
  return line ? `${shown} <${address}>` : address;
}
