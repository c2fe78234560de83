import { describe, expect, it } from "vitest";
import * as Rules from "../../../packages/core/src/cart/cart.rules.ts";
import * as View from "../../../packages/core/src/cart/cart.view.rules.ts";
import { money } from "../../../packages/core/src/money.ts";

const shirt = { sku: "SHIRT", title: "Shirt", size: "M", color: "Navy", image: null, price: 2500, stock: 5 };
const line = (sku: string, quantity: number): Rules.Line => ({ sku, quantity, addedPrice: 2500 });
const cart = (lines: Rules.Line[], marks: string[] = []): Rules.Cart => ({
  id: "cart_1",
  version: 3,
  lines,
  marks,
  spent: 0,
  keep: false,
  epoch: 0,
  expiresAt: new Date("2027-01-01T00:00:00Z"),
});
const write = (key: string, fingerprint = "POST /items a"): Rules.Write => ({
  key,
  fingerprint,
  keyed: true,
});

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
  const until = new Date();
  const add = Rules.add(shirt, 1);
  const next = (before: Rules.Cart, by: Rules.Write, change = add) =>
    Rules.changed(before, by, change, until) ?? before;

  it("makes the next version", () => {
    expect(next(cart([]), write("k"))).toMatchObject({
      version: 4,
      lines: [line("SHIRT", 1)],
      expiresAt: until,
    });
  });

  it("does nothing when it comes again with its key", () => {
    const done = next(cart([]), write("k"));
    expect(Rules.changed(done, write("k"), add, until)).toBeUndefined();
    expect(Rules.changed(done, write("other"), add, until)).toMatchObject({ lines: [line("SHIRT", 2)] });
  });

  it("may not reuse a key for something else", () => {
    const done = next(cart([]), write("k"));
    expect(() => Rules.isDone(done, write("k", "POST /items b"))).toThrow(/different request/);
  });

  it("that changes no line is remembered if it has a key of the client's, so that it does nothing later either", () => {
    const nothing = Rules.remove("SHIRT");
    const done = next(cart([]), write("k"), nothing);
    expect(done).toMatchObject({ version: 4, lines: [] });
    expect(Rules.changed(next(done, write("add")), write("k"), nothing, until)).toBeUndefined();
    expect(Rules.changed(cart([]), { ...write("k"), keyed: false }, nothing, until)).toBeUndefined();
    const none = { ...cart([]), version: 0 };
    expect(Rules.changed(none, write("k"), nothing, until)).toBeUndefined();
    expect(Rules.changed({ ...none, keep: true }, write("k"), nothing, until)).toMatchObject({ version: 1 });
  });

  it("is remembered for the next 31 changes, in less than a kilobyte", () => {
    let now = next(cart([]), write("first"));
    for (let i = 0; i < 31; i++) now = next(now, write(`k${i}`));
    expect(Rules.isDone(now, write("first"))).toBe(true);
    expect(JSON.stringify(now.marks).length).toBeLessThan(1024);
    expect(Rules.isDone(next(now, write("k31")), write("first"))).toBe(false);
  });
});

describe("what an order has sold", () => {
  const until = new Date();
  const lines = [{ sku: "SHIRT", quantity: 2 }];

  it("is taken out once, and what was added since stays", () => {
    const left = Rules.spent(cart([line("SHIRT", 3), line("SOCKS", 1)]), { version: 2, lines }, until);
    expect(left).toMatchObject({ version: 4, spent: 2, lines: [line("SHIRT", 1), line("SOCKS", 1)] });
    expect(left && Rules.spent(left, { version: 2, lines }, until)).toBeUndefined();
  });

  it("leaves no line of nothing, whatever the shopper took out meanwhile", () => {
    expect(Rules.spent(cart([line("SHIRT", 1)]), { version: 3, lines }, until)).toMatchObject({ lines: [] });
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
    const view = View.view(cart([{ ...line("SHIRT", 2), addedPrice: 3000 }]), known, undefined);
    expect(view).toMatchObject({ itemCount: 2, subtotal: money(5000) });
    expect(view.lines[0]).toMatchObject({ unitPrice: money(2500), unitPriceWhenAdded: money(3000) });
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([["price.changed", "SHIRT"]]);
  });

  it("warns of what is short, and of what is no longer sold", () => {
    const view = View.view(cart([line("SHIRT", 6), line("GONE", 1)]), known, undefined);
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([
      ["stock.insufficient", "SHIRT"],
      ["catalog.unknown_sku", "GONE"],
    ]);
    expect(view.lines[1]).toMatchObject({ title: "GONE", unitPrice: money(2500) });
  });

  it("has no id while nothing is stored", () => {
    expect(View.view({ ...cart([]), version: 0 }, known, undefined)).toMatchObject({ id: null, version: 0 });
  });
});
