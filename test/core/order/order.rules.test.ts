import { describe, expect, it } from "vitest";
import * as Rules from "../../../packages/core/src/order/order.rules.ts";

const standard = Rules.shippingOption("standard");
const line = (sku: string, quantity: number, price: number): Rules.PricedLine => ({ sku, quantity, price });

describe("a quote", () => {
  it("is the sum of its parts, in whole cents", () => {
    const quote = Rules.quote([line("A", 3, 1999), line("B", 1, 1)], standard);
    expect(quote).toEqual({ subtotal: 5998, shipping: 599, tax: 0, total: 6597 });
  });

  it("stays exact for the largest cart there can be", () => {
    const lines = Array.from({ length: 100 }, (_, i) => line(`S${i}`, 99, 2_147_483_647));
    expect(Number.isSafeInteger(Rules.quote(lines, standard).total)).toBe(true);
  });
});

describe("shipping", () => {
  it("is one of the options, each with an id and a price", () => {
    expect(Rules.shippingOptions.map(({ id }) => id)).toEqual(["standard", "express"]);
    expect(() => Rules.shippingOption("pigeon")).toThrow(/one of standard, express/);
  });
});

describe("repricing", () => {
  const current = [
    { sku: "A", price: 1500, stock: 2 },
    { sku: "B", price: 900, stock: 0 },
  ];

  it("takes today's price", () => {
    expect(Rules.repriced([line("A", 2, 1999)], current)).toEqual([line("A", 2, 1500)]);
  });

  it("finds what is short or gone, and nothing else", () => {
    const lines = [line("A", 2, 1), line("B", 1, 1), line("GONE", 1, 1)];
    expect(Rules.short(lines, current)).toEqual(lines.slice(1));
  });
});

describe("the total", () => {
  it("must be the one expected, to the cent", () => {
    const quote = Rules.quote([line("A", 1, 1000)], standard);
    expect(() => Rules.checkTotal(1599, quote)).not.toThrow();
    expect(() => Rules.checkTotal(1598, quote)).toThrow(
      expect.objectContaining({ extra: { total: { amount: 1599, currency: "USD" } } }),
    );
  });
});
