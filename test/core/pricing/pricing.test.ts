import * as Pricing from "@myclothes/core/pricing";
import { describe, expect, it } from "vitest";
import { shippingOptions } from "../../../packages/core/src/pricing/shipping.rules.ts";
import { usd } from "../../support/bodies.ts";

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
  const local = { countries: ["GB", "IE"], price: usd(400), freeFrom: usd(5000) };
  const settings = [
    { id: "standard", title: "Standard", rates: [{ price: usd(1500) }, local] },
    { id: "van", title: "Van", rates: [local] },
  ];
  const price = (id: string, country: string, subtotal = 0, weight = 0) =>
    Pricing.shippingPrice(settings, { id, country, subtotal, weight });

  it("has two options by default, to every country", () => {
    expect(shippingOptions(Pricing.defaultShipping, "JP")).toEqual([
      { id: "standard", title: "Standard, 3 to 5 working days", price: usd(599) },
      { id: "express", title: "Express, next working day", price: usd(1499) },
    ]);
  });

  it("has the rate that names the country, or else the one for all others", () => {
    expect([price("standard", "IE"), price("standard", "JP"), price("van", "GB")]).toEqual([400, 1500, 400]);
    expect(shippingOptions(settings, "IE").map(({ price }) => price.amount)).toEqual([400, 400]);
    expect(shippingOptions(settings, "JP").map(({ id }) => id)).toEqual(["standard"]);
    expect(shippingOptions(settings, undefined).map(({ price }) => price.amount)).toEqual([1500, 400]);
  });

  it("costs nothing from the threshold of its rate on", () => {
    expect([price("standard", "GB", 4999), price("standard", "GB", 5000)]).toEqual([400, 0]);
    expect(price("standard", "JP", 5000)).toBe(1500);
  });

  it("has the price of the highest weight that is reached, unless the subtotal makes it free", () => {
    const weightPrices = [
      { from: 5000, price: usd(900) },
      { from: 1000, price: usd(300) },
    ];
    const heavy = [{ id: "standard", title: "Standard", rates: [{ ...local, weightPrices }] }];
    const price = (weight: number, subtotal = 0) =>
      Pricing.shippingPrice(heavy, { id: "standard", country: "GB", subtotal, weight });
    expect([0, 999, 1000, 4999, 5000, 1e9].map((weight) => price(weight))).toEqual([
      400, 400, 300, 300, 900, 900,
    ]);
    expect(price(5000, 5000)).toBe(0);
  });

  it("names the countries if no option ships to one", () => {
    const van = settings.slice(1);
    expect(() => Pricing.shippingPrice(van, { id: "van", country: "JP", subtotal: 0, weight: 0 })).toThrow(
      expect.objectContaining({ code: "shipping.not_available", extra: { countries: ["GB", "IE"] } }),
    );
  });

  it("refuses an option that does not exist or does not ship to the country", () => {
    expect(() => price("pigeon", "GB")).toThrow(/one of the options for this address: standard, van/);
    expect(() => price("van", "JP")).toThrow(/one of the options for this address: standard/);
  });
});
