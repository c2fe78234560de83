import { InvalidParameter, refusal } from "../http/error.ts";
import type { Params } from "../http/form.ts";
import { integer, required } from "../http/params.ts";

const MOST = 99_999_999;
/** The smallest charges, from https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. Other currencies: 50. */
const LEAST: Record<string, number> = {
  gbp: 30,
  dkk: 250,
  sek: 300,
  nok: 300,
  czk: 1_500,
  pln: 200,
  inr: 50,
};
const CURRENCIES = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));

export function currencyOf(params: Params): string {
  const currency = required(params, "currency").toLowerCase();
  if (CURRENCIES.has(currency)) return currency;
  throw new InvalidParameter(`Invalid currency: ${currency}.`, "currency");
}

export function amountOf(params: Params, currency: string): number {
  required(params, "amount");
  const amount = integer(params, "amount") ?? 0;
  const least = LEAST[currency] ?? 50;
  if (amount < least) {
    throw new InvalidParameter(
      `Amount must be at least ${money(least, currency)}`,
      "amount",
      "amount_too_small",
    );
  }
  if (amount > MOST) {
    throw new InvalidParameter(
      `Amount must be no more than ${money(MOST, currency)}`,
      "amount",
      "amount_too_large",
    );
  }
  return amount;
}

/** Such as $10.99. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** For endpoints that find out only while they work that the amount is too large. */
export const tooMuch = (message: string, param: string) => refusal(message, { param });
