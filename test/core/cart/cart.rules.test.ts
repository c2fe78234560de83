import { describe, expect, it } from "vitest";
import * as Rules from "../../../packages/core/src/cart/cart.rules.ts";
import { money } from "../../../packages/core/src/money.ts";

const shirt = { sku: "SHIRT", title: "Shirt", size: "M", color: "Navy", image: null, price: 2500, stock: 5 };
const line = (sku: string, quantity: number): Rules.Line => ({ sku, quantity, addedPrice: 2500 });
const cart = (lines: Rules.Line[], marks: string[] = []): Rules.Cart => ({
  id: "cart_1",
  version: 3,
  lines,
  marks,
  expiresAt: new Date("2027-01-01T00:00:00Z"),
});
const write = (key: string, fingerprint = "POST /items a"): Rules.Write => ({ key, fingerprint });

describe("lines", () => {
  it("are added to, and keep the price at which they came in", () => {
    expect(Rules.add(shirt, 2)([])).toEqual([{ sku: "SHIRT", quantity: 2, addedPrice: 2500 }]);
    expect(Rules.add({ ...shirt, price: 1999 }, 2)([line("SHIRT", 3)])).toEqual([line("SHIRT", 5)]);
  });

  it("hold 99 of a variant and no more", () => {
    expect(Rules.add(shirt, 98)([line("SHIRT", 1)])).toEqual([line("SHIRT", 99)]);
    expect(() => Rules.add(shirt, 99)([line("SHIRT", 1)])).toThrow(/at most 99/);
  });

  it("are 100 at most; changing one of a full cart is no new line", () => {
    const full = Array.from({ length: 100 }, (_, i) => line(`SKU-${i}`, 1));
    expect(() => Rules.add(shirt, 1)(full)).toThrow(/at most 100 lines/);
    expect(Rules.set({ sku: "SKU-7", price: 1 }, 9)(full)[7]).toEqual(line("SKU-7", 9));
  });

  it("are the very same array where there is nothing to change", () => {
    const lines = [line("SHIRT", 1)];
    expect(Rules.remove("OTHER")(lines)).toBe(lines);
    const none: Rules.Line[] = [];
    expect(Rules.clear(none)).toBe(none);
    expect(Rules.set(shirt, 0)(lines)).toEqual([]);
  });
});

describe("a write", () => {
  it("is known by its key when it comes again", () => {
    const before = cart([]);
    const after = Rules.changed(before, [line("SHIRT", 1)], write("k"), new Date());
    expect(Rules.isDone(before, write("k"))).toBe(false);
    expect(Rules.isDone(after, write("k"))).toBe(true);
    expect(Rules.isDone(after, write("other"))).toBe(false);
  });

  it("may not reuse a key for something else", () => {
    const after = Rules.changed(cart([]), [], write("k"), new Date());
    expect(() => Rules.isDone(after, write("k", "POST /items b"))).toThrow(/different request/);
  });

  it("is remembered for the next 31 changes, in less than a kilobyte", () => {
    let after = Rules.changed(cart([]), [], write("first"), new Date());
    for (let i = 0; i < 31; i++) after = Rules.changed(after, [], write(`k${i}`), new Date());
    expect(Rules.isDone(after, write("first"))).toBe(true);
    expect(JSON.stringify(after.marks).length).toBeLessThan(1024);
    after = Rules.changed(after, [], write("k31"), new Date());
    expect(Rules.isDone(after, write("first"))).toBe(false);
  });
});

describe("If-Match", () => {
  it.each(['"3"', ' "1" , "3"', "*"])("%s holds for version 3", (ifMatch) => {
    expect(() => Rules.checkMatch(cart([]), { ...write("k"), ifMatch })).not.toThrow();
  });

  it.each(['"2"', 'W/"3"', "3", "", "garbage"])("%s does not", (ifMatch) => {
    expect(() => Rules.checkMatch(cart([]), { ...write("k"), ifMatch })).toThrow(/version 3/);
  });

  it("* holds for no cart that is not there", () => {
    expect(() => Rules.checkMatch({ ...cart([]), version: 0 }, { ...write("k"), ifMatch: "*" })).toThrow();
  });
});

describe("the view", () => {
  const known = new Map([["SHIRT", shirt]]);

  it("counts and sums by today's price, and says what has changed", () => {
    const view = Rules.view(cart([{ ...line("SHIRT", 2), addedPrice: 3000 }]), known, undefined);
    expect(view).toMatchObject({ itemCount: 2, subtotal: money(5000) });
    expect(view.lines[0]).toMatchObject({ unitPrice: money(2500), unitPriceWhenAdded: money(3000) });
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([["price.changed", "SHIRT"]]);
  });

  it("warns of what is short, and of what is no longer sold", () => {
    const view = Rules.view(cart([line("SHIRT", 6), line("GONE", 1)]), known, undefined);
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([
      ["stock.insufficient", "SHIRT"],
      ["catalog.unknown_sku", "GONE"],
    ]);
    expect(view.lines[1]).toMatchObject({ title: "GONE", unitPrice: money(2500) });
  });

  it("has no id while nothing is stored", () => {
    expect(Rules.view({ ...cart([]), version: 0 }, known, undefined)).toMatchObject({ id: null, version: 0 });
  });
});
