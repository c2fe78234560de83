/** What a scanner sends: the SKU, perhaps with spaces or control characters at its ends. */
export const scanned = (text: string): string => text.replaceAll(/[\p{Cc}]/gu, "").trim();

/** Far below the most that the shop can store. */
const MAX = 1_000_000;

/** A count that somebody typed: a whole number from 0. Undefined: it is none. */
export function parseCount(text: string): number | undefined {
  const typed = text.trim();
  return /^\d{1,7}$/.test(typed) && Number(typed) <= MAX ? Number(typed) : undefined;
}

/** A change of the stock that somebody typed: `12`, `+12` or `-3`, but not 0. Undefined: it is none. */
export function parseDelta(text: string): number | undefined {
  const typed = text.trim().replace("−", "-");
  if (!/^[+-]?\d{1,7}$/.test(typed)) return undefined;
  const delta = Number(typed);
  return delta === 0 || Math.abs(delta) > MAX ? undefined : delta;
}

/** Whether text in the field of a count is rather the next SKU: a scanner has sent it there. */
export const isScan = (text: string): boolean =>
  parseCount(text) === undefined && parseDelta(text) === undefined && scanned(text).length >= 6;

/** What was done to one SKU in this session. */
export interface Counted {
  number: number;
  at: number;
  sku: string;
  title: string;
  options: string;
  before: number;
  after: number;
  reason: string;
}

/** A signed number with a true minus: +3, −2, 0. */
export const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0");
