import { money } from "../money.ts";
import { Refusal } from "../refusal.ts";
import type { ShippingOption } from "./pricing.schema.ts";
import type { ShippingSettings } from "./shipping.schema.ts";

type Option = ShippingSettings[number];

/** Flat rates, until the merchant stores others. */
export const defaultShipping: ShippingSettings = [
  { id: "standard", title: "Standard, 3 to 5 working days", rates: [{ price: money(599) }] },
  { id: "express", title: "Express, next working day", rates: [{ price: money(1499) }] },
];

/** The rate that names the country, or else the one for all other countries. Undefined: the option does not ship there. */
const rateFor = ({ rates }: Option, country: string) =>
  rates.find(({ countries }) => countries?.includes(country)) ?? rates.find(({ countries }) => !countries);

/** Without a country, each option has the rate for all other countries, or else its first one. */
export const shippingOptions = (settings: ShippingSettings, country: string | undefined): ShippingOption[] =>
  settings.flatMap((option) => {
    const { id, title, rates } = option;
    const rate = country ? rateFor(option, country) : (rateFor(option, "") ?? rates[0]);
    if (!rate) return [];
    const { countries: _, ...prices } = rate;
    return [{ id, title, ...prices }];
  });

/** The countries to which the shop ships. Null: to all. */
export function shippingCountries(settings: ShippingSettings): string[] | null {
  const rates = settings.flatMap(({ rates }) => rates);
  if (rates.some(({ countries }) => !countries)) return null;
  return [...new Set(rates.flatMap(({ countries = [] }) => countries))].sort();
}

export const notAvailable = (settings: ShippingSettings, country: string): Refusal =>
  new Refusal("shipping.not_available", `The shop does not ship to ${country}. Ask for another address.`, {
    countries: shippingCountries(settings) ?? [],
  });

/**
 * What an option costs, in minor units, for a weight in grams. The statement that places an order calculates it again: see
 * `shipping.sql.ts`. Throws `shipping.unknown_option` also if the option does not ship to this country, and
 * `shipping.not_available` if no option does.
 */
export function shippingPrice(
  settings: ShippingSettings,
  { id, country, subtotal, weight }: { id: string; country: string; subtotal: number; weight: number },
): number {
  const option = settings.find((option) => option.id === id);
  const rate = option && rateFor(option, country);
  if (rate) return rate.freeFrom && subtotal >= rate.freeFrom.amount ? 0 : priceAt(rate, weight);
  const ids = shippingOptions(settings, country).map(({ id }) => id);
  if (ids.length === 0) throw notAvailable(settings, country);
  const message = `must be one of the options for this address: ${ids.join(", ")}`;
  throw new Refusal("shipping.unknown_option", `shippingOption ${message}.`, {
    errors: [{ path: ["shippingOption"], message }],
  });
}

/** In minor units. Of the prices that begin at this weight or below it, the one that begins last. */
const priceAt = ({ price, weightPrices = [] }: Option["rates"][number], weight: number): number =>
  weightPrices.reduce((best, one) => (one.from <= weight && one.from >= best.from ? one : best), {
    from: 0,
    price,
  }).price.amount;
