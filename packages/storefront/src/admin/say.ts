import { price } from "../format.ts";
import { LOCALE } from "../texts.ts";
import { CURRENCY } from "./money.rules.ts";
import { texts } from "./texts.ts";

interface Described {
  code: string;
  detail: string;
  scope?: unknown;
}

/** A sentence for a problem of the API, in the words of the page where it has any. */
export function sentenceOf({ code, detail, scope }: Described): string {
  if (code === "key.scope") {
    const scopes = String(scope ?? "").split(" ");
    return texts.scope(texts.scopes[scopes[0] ?? ""] ?? "do this", scopes.join(", "));
  }
  // Pointers into the body begin with `#/`.
  return texts.problems[code] ?? detail.replaceAll("#/", "");
}

export { price };

/** An amount in the currency of the shop. */
export const money = (amount: number): string => price({ amount, currency: CURRENCY });

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(LOCALE, options);
  return (time: string | number) => formatter.format(new Date(time));
};

/** In the time zone of whoever reads it. */
export const dateTime = format({ dateStyle: "medium", timeStyle: "short" });
export const shortTime = format({ month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
export const clock = format({ timeStyle: "medium" });
/** Of a day or month in UTC. */
export const day = format({ weekday: "short", month: "short", day: "numeric", timeZone: "UTC" });
export const month = format({ month: "long", year: "numeric", timeZone: "UTC" });
export const number = (value: number): string => new Intl.NumberFormat(LOCALE).format(value);
