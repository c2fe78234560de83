import type { Call } from "../../state/calls.ts";
import { behindTexts } from "../../texts.behind.ts";
import { LOCALE } from "../../texts.ts";
import { edgeWord, type Store, shortName, storeOf } from "./behind.rules.ts";

/** A time for people: one decimal below 10 ms. Empty if it is not known. */
export const milliseconds = (ms: number | undefined): string =>
  ms === undefined ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** Bytes for people. */
export const size = (bytes: number): string =>
  bytes < 1000
    ? `${bytes} bytes`
    : `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(bytes / 1000)} KB`;

const dollarsOf = (options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(LOCALE, { style: "currency", currency: "USD", ...options });
const cents = dollarsOf({});
const tiny = dollarsOf({ maximumSignificantDigits: 2 });

/** Dollars for a million requests. */
export const dollars = (amount: number): string => cents.format(amount);

/** The dollars of a single request: a very small number. */
export const tinyDollars = (perMillion: number): string => tiny.format(perMillion / 1e6);

/** What happened to a call, in one or two sentences. */
export function storyOf(call: Call): string {
  const t = behindTexts.story;
  const what = `${call.method} ${call.path}`;
  const ms = milliseconds(call.ms);
  const repeated = call.isRepeat ? t.repeated : "";
  if (edgeWord(call.cache) === "refreshed") return t.refreshed(what, ms) + repeated;
  if (!call.servedBy) return (call.cache ? t.edge(what, ms) : t.nobody(what, ms)) + repeated;
  const counts = new Map<Store, number>();
  for (const { name } of call.stores) {
    const store = storeOf(name);
    if (store) counts.set(store, (counts.get(store) ?? 0) + 1);
  }
  const asked = [...counts].map(([store, calls]) => t.store(behindTexts.places[store], calls));
  const rest = asked.length === 0 ? t.alone : t.asked(asked.join(t.and));
  return t.shop(what, ms, shortName(call.servedBy)) + rest + repeated;
}
