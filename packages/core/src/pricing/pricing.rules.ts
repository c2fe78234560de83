/** A line and the price of one unit, in minor units. */
export interface PricedLine {
  sku: string;
  quantity: number;
  price: number;
}

/** The fields of an address that prices may depend on. */
export interface Destination {
  country: string;
  region?: string | undefined;
  postalCode?: string | undefined;
}

/** `amount` in minor units, taken off the subtotal. Nothing gives a discount yet. Orders do not store one. */
export interface Discount {
  amount: number;
  endsAt: Date;
}

export interface QuoteInput {
  lines: PricedLine[];
  /** The price of the chosen shipping option, in minor units. 0 if none is chosen yet. */
  shipping: number;
  /** Undefined: not known yet. */
  address: Destination | undefined;
  discounts: Discount[];
  now: Date;
}

/** All amounts in minor units. */
export interface Quote {
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
  /** The total depends on the address, and the address is not known yet. Nothing is sold at such a quote. */
  needsAddress: boolean;
}

/** Whether any price depends on the address. Shipping has flat rates and there is no tax, so none does. */
const USES_ADDRESS: boolean = false;

/** The one place that adds up a cart or an order. */
export function quote({ lines, shipping, address, discounts, now }: QuoteInput): Quote {
  const subtotal = sum(lines.map(({ price, quantity }) => price * quantity));
  const valid = discounts.filter(({ endsAt }) => now < endsAt);
  const discount = Math.min(subtotal, sum(valid.map(({ amount }) => amount)));
  const tax = taxOn(subtotal - discount, shipping, address);
  const total = subtotal - discount + shipping + tax;
  return { subtotal, discount, shipping, tax, total, needsAddress: USES_ADDRESS && address === undefined };
}

/** No tax is charged. Calculate it here. If it depends on the address, set `USES_ADDRESS`. */
const taxOn = (_goods: number, _shipping: number, _address: Destination | undefined): number => 0;

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);
