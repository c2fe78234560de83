import * as Pricing from "@myclothes/core/pricing";
import { describe, expect, it } from "vitest";

const now = new Date("2026-11-28T12:00:00Z");
const line = (sku: string, quantity: number, price: number): Pricing.PricedLine => ({ sku, quantity, price });
const quote = (lines: Pricing.PricedLine[], rest: Partial<Pricing.QuoteInput> = {}) =>
  Pricing.quote({ lines, shipping: 599, address: { country: "GB" }, discounts: [], now, ...rest });
const amount = (amount: number, endsInMs: number): Pricing.Discount => ({
  amount,
  endsAt: new Date(now.getTime() + endsInMs),
});

describe("a quote", () => {
  it("is the sum of its parts, in whole cents", () => {
    expect(quote([line("A", 3, 1999), line("B", 1, 1)])).toMatchObject({
      subtotal: 5998,
      discount: 0,
      shipping: 599,
      tax: 0,
      total: 6597,
    });
  });

  it("stays exact for the largest cart there can be", () => {
    const lines = Array.from({ length: 100 }, (_, i) => line(`S${i}`, 99, 2_147_483_647));
    expect(Number.isSafeInteger(quote(lines).total)).toBe(true);
  });

  it("takes valid discounts off the subtotal, and ignores those that have ended", () => {
    const discounts = [amount(300, 1), amount(500, 0)];
    expect(quote([line("A", 1, 1000)], { discounts })).toMatchObject({ discount: 300, total: 1299 });
  });

  it("never discounts more than the subtotal", () => {
    expect(quote([line("A", 1, 1000)], { discounts: [amount(9999, 1)] })).toMatchObject({
      discount: 1000,
      total: 599,
    });
  });

  it("does not need the address, because no price depends on it", () => {
    const known = quote([line("A", 1, 1000)]);
    expect(quote([line("A", 1, 1000)], { address: undefined })).toEqual(known);
    expect(known.needsAddress).toBe(false);
  });
});

describe("shipping", () => {
  it("is one of the options, each with an id and a price", () => {
    expect(Pricing.shippingOptions.map(({ id }) => id)).toEqual(["standard", "express"]);
    expect(() => Pricing.shippingOption("pigeon")).toThrow(/one of standard, express/);
  });
});
