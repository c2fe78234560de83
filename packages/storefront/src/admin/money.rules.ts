import { digitsOf } from "../amount.ts";
import type { Currency } from "./api.ts";

/**
 * Reads an amount that somebody typed in the currency's own unit, and returns it in minor units. Undefined: it is no amount, or
 * has more digits than the currency. A comma before the last one or two digits is a decimal point, as in many countries.
 * @example parseAmount("1,299.50", "USD") // 129950
 */
export function parseAmount(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const typed = text
    .trim()
    .replace(/^\p{Sc}\s*|\s*\p{Sc}$/gu, "")
    .replaceAll(/[\s'’]/g, "");
  const pointed = typed.includes(".") ? typed : typed.replace(/,(\d{1,2})$/, ".$1");
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(pointed);
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (fraction.replace(/0+$/, "").length > digits) return undefined;
  const minor = Number(whole.replaceAll(",", "") + fraction.slice(0, digits).padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** The only currency of the API today. Amounts without another source have it. */
export const CURRENCY: Currency = "USD";
