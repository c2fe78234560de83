/** How many digits a currency has behind the point. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount in the currency's own unit, without its symbol: 25.99. `amount` is in minor units. */
export function decimal({ amount, currency }: { amount: number; currency: string }): string {
  const digits = digitsOf(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
