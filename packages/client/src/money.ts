import type { components } from "./schema.ts";

export type Money = components["schemas"]["Money"];

/** Of any currency. */
type Amount = Pick<Money, "amount"> & { currency: string };

/**
 * An amount in the shopper's language, with as many digits as its currency has. `amount` is in minor units.
 * @example format({ amount: 2599, currency: "USD" }, "en-US") // "$25.99"
 */
export function format({ amount, currency }: Amount, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** digits);
}
