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
    return rate ? [{ id, title, price: rate.price, ...(rate.freeFrom && { freeFrom: rate.freeFrom }) }] : [];
  });

/**
 * What an option costs, in minor units. The statement that places an order calculates it again: see `shipping.sql.ts`. Throws
 * `shipping.unknown_option` also if the option does not ship to this country.
 */
export function shippingPrice(
  settings: ShippingSettings,
  { id, country, subtotal }: { id: string; country: string; subtotal: number },
): number {
  const option = settings.find((option) => option.id === id);
  const rate = option && rateFor(option, country);
  if (rate) return rate.freeFrom && subtotal >= rate.freeFrom.amount ? 0 : rate.price.amount;
  const ids = shippingOptions(settings, country).map(({ id }) => id);
  const message = `must be one of the options for this address: ${ids.join(", ") || "there are none"}`;
  throw new Refusal("shipping.unknown_option", `shippingOption ${message}.`, {
    errors: [{ path: ["shippingOption"], message }],
  });
}
