import { type PricedLine, quote } from "@myclothes/core/pricing";
import { describe, expect, it } from "vitest";
import * as Rules from "../../../packages/core/src/order/order.rules.ts";

const line = (sku: string, quantity: number, price: number): PricedLine => ({ sku, quantity, price });

describe("repricing", () => {
  const current = [
    { sku: "A", price: 1500, stock: 2, weight: 250 },
    { sku: "B", price: 900, stock: 0, weight: null },
    { sku: "GONE", price: null, stock: null, weight: null },
  ];

  it("takes the current price", () => {
    expect(Rules.repriced([line("A", 2, 1999)], current)).toEqual([line("A", 2, 1500)]);
  });

  it("finds the lines with too little stock, and those whose variant is gone", () => {
    const lines = [line("A", 2, 1), line("B", 1, 1), line("GONE", 1, 1)];
    expect(Rules.understocked(lines, current)).toEqual(lines.slice(1));
    expect(Rules.unavailable(lines, current)).toEqual(lines.slice(2));
  });
});

describe("the total", () => {
  it("must be the expected one, to the cent", () => {
    const lines = [line("A", 1, 1000)];
    const address = { country: "GB" };
    const total = quote({ lines, shipping: 599, address, discounts: [], now: new Date() });
    expect(() => Rules.checkTotal(1599, total)).not.toThrow();
    expect(() => Rules.checkTotal(1598, total)).toThrow(
      expect.objectContaining({ extra: { total: { amount: 1599, currency: "USD" } } }),
    );
  });
});

describe("earlier orders", () => {
  const cart = { id: "cart_own", orderedVersion: 2 };
  const order = (id: string, rest: Partial<Rules.EarlierOrder> = {}): Rules.EarlierOrder => ({
    id,
    number: 1001,
    cartId: cart.id,
    cartVersion: 2,
    idempotencyKey: "other",
    fingerprint: "",
    ...rest,
  });

  it("finds the cart's own order before that of a merged guest's cart", () => {
    const guest = order("guest", { cartId: "cart_guest", idempotencyKey: "key" });
    const own = order("own", { idempotencyKey: "key" });
    expect(Rules.pickEarlier([guest, own], cart, "key").made).toBe(own);
    expect(Rules.pickEarlier([guest], cart, "key").made).toBe(guest);
  });

  it("finds the order whose units are still in the cart", () => {
    const later = order("later", { cartVersion: 3 });
    expect(Rules.pickEarlier([order("removed"), later], cart, "key")).toEqual({
      made: undefined,
      unremoved: later,
    });
    const guest = order("guest", { cartId: "cart_guest", cartVersion: 9 });
    expect(Rules.pickEarlier([guest], cart, "key").unremoved).toBeUndefined();
  });
});
