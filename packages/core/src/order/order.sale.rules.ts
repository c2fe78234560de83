import * as Pricing from "../pricing/pricing.ts";
import type { ShippingSettings } from "../pricing/shipping.schema.ts";
import { type Current, repriced, weightOf } from "./order.rules.ts";

/** What is sold, and at which total. */
export interface Sale {
  lines: Pricing.PricedLine[];
  quote: Pricing.Quote;
  /** The address that was quoted. Undefined: a stored address that is not known yet. */
  address: Pricing.Destination | undefined;
}

/** `shipping` in minor units. */
const saleOf = (
  lines: Pricing.PricedLine[],
  address: Sale["address"],
  shipping: number,
  now: Date,
): Sale => ({ lines, address, quote: Pricing.quote({ lines, shipping, address, discounts: [], now }) });

/**
 * The sale at the prices of the lines. Whatever the expected total contains beyond them must be the shipping, so that the first
 * statement needs no other call: it places the order only if the shipping option has this price.
 */
export function assumedSale(
  expected: number,
  lines: Pricing.PricedLine[],
  address: Sale["address"],
  now: Date,
): Sale {
  const { quote } = saleOf(lines, address, 0, now);
  return saleOf(lines, address, expected - quote.total, now);
}

/** What decides the price now. */
interface Terms {
  variants: Current[];
  address: Pricing.Destination;
  shipping: ShippingSettings;
}

/**
 * The sale at the current prices: a quote shows its total, and an order must have it. Throws `shipping.unknown_option` and
 * `shipping.not_available`.
 */
export function currentSale(
  asked: Pricing.PricedLine[],
  option: string,
  { variants, address, shipping }: Terms,
  now: Date,
): Sale {
  const lines = repriced(asked, variants);
  const { subtotal } = saleOf(lines, address, 0, now).quote;
  const { country } = address;
  const weight = weightOf(lines, variants);
  return saleOf(
    lines,
    address,
    Pricing.shippingPrice(shipping, { id: option, country, subtotal, weight }),
    now,
  );
}
