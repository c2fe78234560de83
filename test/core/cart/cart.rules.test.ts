import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Lines from "../../../packages/core/src/cart/cart.lines.rules.ts";
import * as Rules from "../../../packages/core/src/cart/cart.rules.ts";
import * as View from "../../../packages/core/src/cart/cart.view.ts";
import * as Writes from "../../../packages/core/src/cart/cart.writes.rules.ts";
import { money } from "../../../packages/core/src/money.ts";
import { lineOf } from "../../support/lines.ts";

const product = { productId: "prod_1", productHandle: "shirt" };
const shirt = {
  ...product,
  sku: "SHIRT",
  title: "Shirt",
  size: "M",
  color: "Navy",
  image: null,
  price: 2500,
  stock: 5,
};
const line = (sku: string, quantity: number): Lines.Line => lineOf(sku, quantity, 2500);
const cart = (lines: Lines.Line[], recentWrites: string[] = []): Rules.Cart => ({
  id: "cart_1",
  version: 3,
  lines,
  recentWrites,
  orderedVersion: 0,
  isCustomer: false,
  minSessionEpoch: 0,
  expiresAt: new Date("2027-01-01T00:00:00Z"),
});
const write = (key: string, fingerprint = "POST /items a"): Writes.Write => ({
  key,
  fingerprint,
  hasClientKey: true,
});

describe("lines", () => {
  it("add quantities, and accept the current price", () => {
    expect(Lines.add(shirt, 2)([], 1)).toEqual([line("SHIRT", 2)]);
    const [dearer] = Lines.add({ ...shirt, price: 2999 }, 2)([line("SHIRT", 3)], 4);
    expect(dearer).toMatchObject({ quantity: 5, addedPrice: 2999 });
  });

  it("hold at most 99 of a variant", () => {
    expect(Lines.add(shirt, 98)([line("SHIRT", 1)], 2)).toMatchObject([{ quantity: 99 }]);
    expect(() => Lines.add(shirt, 99)([line("SHIRT", 1)], 2)).toThrow(/at most 99/);
  });

  it("are at most 100, and a line of a full cart can still be changed", () => {
    const full = Array.from({ length: 100 }, (_, i) => line(`SKU-${i}`, 1));
    expect(() => Lines.add(shirt, 1)(full, 2)).toThrow(/at most 100 lines/);
    expect(Lines.set({ sku: "SKU-7", price: 2500 }, 9)(full, 2)[7]).toMatchObject({
      sku: "SKU-7",
      quantity: 9,
    });
  });

  it("are the same array if there is nothing to change", () => {
    const lines = [line("SHIRT", 1)];
    expect(Lines.remove("OTHER")(lines, 2)).toBe(lines);
    const none: Lines.Line[] = [];
    expect(Lines.clear(none, 2)).toBe(none);
    expect(Lines.set(shirt, 0)(lines, 2)).toEqual([]);
  });
});

describe("a write", () => {
  const until = new Date();
  const add = Writes.ofLines(Lines.add(shirt, 1));
  const next = (before: Rules.Cart, by: Writes.Write, change = add) =>
    Writes.afterWrite(before, by, change, until) ?? before;

  it("makes the next version", () => {
    expect(next(cart([]), write("k"))).toMatchObject({
      version: 4,
      lines: [lineOf("SHIRT", 1, 2500, 4)],
      expiresAt: until,
    });
  });

  it("changes nothing when it is repeated with its key", () => {
    const done = next(cart([]), write("k"));
    expect(Writes.afterWrite(done, write("k"), add, until)).toBeUndefined();
    expect(Writes.afterWrite(done, write("other"), add, until)).toMatchObject({ lines: [{ quantity: 2 }] });
  });

  it("refuses a key that was used for a different request", () => {
    const done = next(cart([]), write("k"));
    expect(() => Writes.isDone(done, write("k", "POST /items b"))).toThrow(/different request/);
  });

  it("with a client's key is stored even if it changes no line, so that a retry changes nothing", () => {
    const nothing = Writes.ofLines(Lines.remove("SHIRT"));
    const done = next(cart([]), write("k"), nothing);
    expect(done).toMatchObject({ version: 4, lines: [] });
    expect(Writes.afterWrite(next(done, write("add")), write("k"), nothing, until)).toBeUndefined();
    expect(
      Writes.afterWrite(cart([]), { ...write("k"), hasClientKey: false }, nothing, until),
    ).toBeUndefined();
    const none = { ...cart([]), version: 0 };
    expect(Writes.afterWrite(none, write("k"), nothing, until)).toBeUndefined();
    expect(Writes.afterWrite({ ...none, isCustomer: true }, write("k"), nothing, until)).toMatchObject({
      version: 1,
    });
  });

  it("is recognised during the next 31 changes, with less than a kilobyte", () => {
    let now = next(cart([]), write("first"));
    for (let i = 0; i < 31; i++) now = next(now, write(`k${i}`));
    expect(Writes.isDone(now, write("first"))).toBe(true);
    expect(JSON.stringify(now.recentWrites).length).toBeLessThan(1024);
    expect(Writes.isDone(next(now, write("k31")), write("first"))).toBe(false);
  });
});

describe("removing an order of the cart", () => {
  const until = new Date();
  const order = { version: 2 };
  const change = (lines: Lines.Line[], version: number, by: Lines.Change) => by(lines, version);
  const sold = (quantity: number) => [lineOf("SHIRT", quantity, 2500, order.version)];
  const left = (lines: Lines.Line[]) =>
    Rules.withoutOrdered(cart(lines), order.version, until)?.lines.map(({ sku, quantity }) => [
      sku,
      quantity,
    ]);

  it("happens once", () => {
    const after = Rules.withoutOrdered(cart(sold(2)), order.version, until);
    expect(after).toMatchObject({ version: 4, orderedVersion: 2, lines: [] });
    expect(after && Rules.withoutOrdered(after, order.version, until)).toBeUndefined();
  });

  it("keeps units that were added later, in the same line and in others", () => {
    const more = change(sold(2), 3, Lines.add(shirt, 1));
    const others = change(more, 4, Lines.add({ ...shirt, sku: "SOCKS" }, 1));
    expect(left(others)).toEqual([
      ["SHIRT", 1],
      ["SOCKS", 1],
    ]);
  });

  it.each<[string, Lines.Change]>([
    ["the cart is emptied", Lines.clear],
    ["the line is deleted", Lines.remove("SHIRT")],
    ["the line is set to 1", Lines.set(shirt, 1)],
    ["the line is left alone", (lines) => lines],
  ])("keeps the unit that is added after %s", (_, before) => {
    const emptied = change(sold(2), 3, before);
    expect(left(change(emptied, 4, Lines.add(shirt, 1)))).toEqual([["SHIRT", 1]]);
  });

  it("leaves no empty line when the shopper has removed some of the sold units", () => {
    expect(left(change(sold(2), 3, Lines.set(shirt, 1)))).toEqual([]);
  });

  it("keeps lots that add up to the quantity after any change", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 50 }), (quantities) => {
        const lines = quantities.reduce<Lines.Line[]>(
          (lines, quantity, i) => Lines.set(shirt, quantity)(lines, i + 1),
          [],
        );
        for (const { quantity, lots } of lines) {
          expect(lots.reduce((sum, lot) => sum + lot.quantity, 0)).toBe(quantity);
          expect(lots.every((lot) => lot.quantity > 0)).toBe(true);
        }
      }),
    );
  });
});

describe("If-Match", () => {
  it.each(['"3"', ' "1" , "3"', "*"])("%s matches version 3", (ifMatch) => {
    expect(() => Writes.checkMatch(cart([]), { ...write("k"), ifMatch })).not.toThrow();
  });

  it.each(['"2"', 'W/"3"', "3", "", "garbage"])("%s does not match version 3", (ifMatch) => {
    expect(() => Writes.checkMatch(cart([]), { ...write("k"), ifMatch })).toThrow(/version 3/);
  });

  it("* does not match a cart that is not stored", () => {
    expect(() => Writes.checkMatch({ ...cart([]), version: 0 }, { ...write("k"), ifMatch: "*" })).toThrow();
  });
});

describe("the view", () => {
  const known = new Map([["SHIRT", shirt]]);
  const shown = { now: new Date(), expiresAt: undefined };

  it("counts and adds up at current prices, and warns about changed prices", () => {
    const view = View.view(cart([{ ...line("SHIRT", 2), addedPrice: 3000 }]), known, shown);
    expect(view).toMatchObject({ itemCount: 2, subtotal: money(5000) });
    expect(view.lines[0]).toMatchObject({ unitPrice: money(2500), unitPriceWhenAdded: money(3000) });
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([["price.changed", "SHIRT"]]);
  });

  it("warns about too little stock, and about items that are no longer sold", () => {
    const view = View.view(cart([line("SHIRT", 6), line("GONE", 1)]), known, shown);
    expect(view.warnings.map(({ code, sku }) => [code, sku])).toEqual([
      ["stock.insufficient", "SHIRT"],
      ["catalog.unknown_sku", "GONE"],
    ]);
    expect(view.lines[1]).toMatchObject({ title: "GONE", unitPrice: money(2500) });
  });

  it.each([
    [0, "This item is out of stock."],
    [1, "Only 1 left."],
    [3, "Only 3 left."],
  ])("says how many are left of %i", (stock, message) => {
    const variants = new Map([["SHIRT", { ...shirt, stock }]]);
    const { warnings } = View.view(cart([line("SHIRT", 4)]), variants, shown);
    expect(warnings).toEqual([{ code: "stock.insufficient", sku: "SHIRT", message }]);
  });

  it("has no ID if nothing is stored", () => {
    expect(View.view({ ...cart([]), version: 0 }, known, shown)).toMatchObject({ id: null, version: 0 });
  });
});
