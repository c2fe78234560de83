import { describe, expect, it } from "vitest";
import { Ship } from "../../packages/core/src/order/fulfillment.schema.ts";
import type { Order, OrderSummary, SalesReport } from "../../packages/storefront/src/admin/api.ts";
import { errorsIn } from "../../packages/storefront/src/admin/errors.rules.ts";
import { parseAmount } from "../../packages/storefront/src/admin/money.rules.ts";
import {
  append,
  canCancel,
  canShip,
  chosenLines,
  historyOf,
  linesToPack,
  merge,
  owed,
  priceOf,
  refundable,
  type Source,
  toggled,
  toRead,
  webAddress,
} from "../../packages/storefront/src/admin/order.rules.ts";
import {
  differences,
  emptyProduct,
  errorsOf,
  handleOf,
  moved,
  putProduct,
  type TypedProduct,
  tagsOf,
} from "../../packages/storefront/src/admin/product.rules.ts";
import { barsOf, daysOf, roundUp, shiftMonth } from "../../packages/storefront/src/admin/sales.rules.ts";
import { isScan, parseCount, parseDelta, scanned } from "../../packages/storefront/src/admin/stock.rules.ts";
import { texts } from "../../packages/storefront/src/admin/texts.ts";
import { decimal } from "../../packages/storefront/src/amount.ts";

const usd = (amount: number) => ({ amount, currency: "USD" as const });

describe("amounts", () => {
  it.each([
    ["59", 5900],
    ["59.5", 5950],
    ["59,50", 5950],
    [" $1,299.50 ", 129950],
    ["1,299", 129900],
    ["0.10", 10],
    ["59.500", 5950],
  ])("reads %s as %i minor units", (text, amount) => expect(parseAmount(text, "USD")).toBe(amount));

  it.each(["", "abc", "-1", "1.005", "1.2.3", "1,2,3", "12,99,50", ".", "9999999999999999"])(
    "refuses %j",
    (text) => expect(parseAmount(text, "USD")).toBeUndefined(),
  );

  it("has as many digits as the currency", () => {
    expect(parseAmount("1200", "JPY")).toBe(1200);
    expect(parseAmount("12.50", "JPY")).toBeUndefined();
    expect(parseAmount("1.234", "KWD")).toBe(1234);
    expect(decimal({ amount: 1200, currency: "JPY" })).toBe("1200");
    expect(decimal(usd(5))).toBe("0.05");
  });

  it("reads what it writes", () => {
    for (const amount of [0, 1, 99, 100, 2599, 123456789])
      expect(parseAmount(decimal(usd(amount)), "USD")).toBe(amount);
  });
});

describe("the list of orders", () => {
  const summary = (id: string, status = "open") => ({ id, status }) as OrderSummary;
  const source = (ids: string[], next: string | null): Source => ({
    query: {},
    orders: ids.map((id) => summary(id)),
    next,
  });
  const idsOf = (sources: Source[]) => merge(sources, "to-ship").orders.map(({ id }) => id);

  it("merges several lists, the newest first, each order once", () => {
    expect(idsOf([source(["9", "3"], null), source(["7", "3", "1"], null)])).toEqual(["9", "7", "3", "1"]);
  });

  it("keeps back what a longer list may still come before", () => {
    const sources = [source(["9", "8"], "more"), source(["7", "5"], null)];
    expect(merge(sources, "to-ship")).toMatchObject({ hasMore: true });
    expect(idsOf(sources)).toEqual(["9", "8"]);
  });

  it("reads only the lists that keep others back, and then shows all", () => {
    const [long, short] = [source(["9", "8"], "a"), source(["7", "2"], "b")];
    expect(toRead([long, short])).toEqual([long]);
    const read = append(long, { data: [summary("4")], nextCursor: null });
    expect(idsOf([read, { ...short, next: null }])).toEqual(["9", "8", "7", "4", "2"]);
  });

  it("begins with all lists, and shows nothing before they are read", () => {
    const sources = [source([], ""), source([], "")];
    expect(toRead(sources)).toHaveLength(2);
    expect(idsOf(sources)).toEqual([]);
  });

  it("shows canceled orders only where they are wanted", () => {
    const sources = [{ query: {}, orders: [summary("1", "canceled")], next: null }];
    expect(merge(sources, "to-ship").orders).toEqual([]);
    expect(merge(sources, "canceled").orders).toHaveLength(1);
    expect(merge(sources, "all").orders).toHaveLength(1);
  });

  it("selects and deselects", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("one order", () => {
  const line = (sku: string, quantity: number, shipped = 0) => ({
    sku,
    quantity,
    shipped,
    unitPrice: usd(1000),
  });
  const order = (fields: object = {}) =>
    ({
      status: "open",
      paymentStatus: "paid",
      payment: { provider: "stripe", status: "paid" },
      lines: [line("a", 2), line("b", 1)],
      total: usd(3500),
      paid: usd(3500),
      placedAt: "2026-11-01T10:00:00Z",
      payments: [],
      fulfillments: [],
      refunds: [],
      ...fields,
    }) as unknown as Order;
  const refund = (amount: number, status: string) => ({ amount: usd(amount), status });

  it("refunds never more than was paid, and counts refunds that are on their way", () => {
    expect(refundable(order())).toBe(3500);
    expect(refundable(order({ refunds: [refund(500, "succeeded"), refund(1000, "pending")] }))).toBe(2000);
    expect(refundable(order({ refunds: [refund(3500, "failed")] }))).toBe(3500);
    expect(refundable(order({ paid: usd(0) }))).toBe(0);
  });

  it("ships what is left, if it is paid or the shop collects the payment itself", () => {
    expect(canShip(order())).toBe(true);
    expect(canShip(order({ lines: [line("a", 2, 2)] }))).toBe(false);
    expect(canShip(order({ status: "canceled" }))).toBe(false);
    expect(canShip(order({ paymentStatus: "pending" }))).toBe(false);
    expect(canShip(order({ paymentStatus: "pending", payment: { provider: "manual" } }))).toBe(true);
  });

  it("is canceled only before a part is shipped", () => {
    expect(canCancel(order())).toBe(true);
    expect(canCancel(order({ status: "confirmed" }))).toBe(false);
    expect(canCancel(order({ fulfillments: [{}] }))).toBe(false);
  });

  it("owes what a manual payment lacks", () => {
    const manual = { payment: { provider: "manual" }, paid: usd(1500) };
    expect(owed(order(manual))).toBe(2000);
    expect(owed(order({ ...manual, status: "canceled" }))).toBe(0);
    expect(owed(order({ paid: usd(0) }))).toBe(0);
  });

  it("prices chosen lines, and leaves out those without a quantity", () => {
    expect(priceOf(order(), { a: 1, b: 1 })).toBe(2000);
    expect(chosenLines({ a: 1, b: 0 })).toEqual([{ sku: "a", quantity: 1 }]);
  });

  it("packs what is left, or shows everything if all is shipped", () => {
    const quantities = (lines: object[]) =>
      linesToPack(order({ lines })).map(({ line, quantity }) => [line.sku, quantity]);
    expect(quantities([line("a", 3, 1), line("b", 1, 1)])).toEqual([["a", 2]]);
    expect(quantities([line("a", 3, 3)])).toEqual([["a", 3]]);
  });

  it("tells what has happened in the order of time", () => {
    const happened = historyOf(
      order({
        payments: [{ createdAt: "2026-11-01T10:01:00Z" }],
        refunds: [{ createdAt: "2026-11-03T00:00:00Z" }],
        fulfillments: [
          { shippedAt: "2026-11-02T00:00:00Z", deliveredAt: "2026-11-04T00:00:00Z" },
          { shippedAt: "2026-11-05T00:00:00Z", deliveredAt: null },
        ],
      }),
    );
    expect(happened.map(({ kind }) => kind)).toEqual([
      "placed",
      "payment",
      "shipped",
      "refund",
      "delivered",
      "shipped",
    ]);
  });
});

describe("a product's form", () => {
  const typed = (fields: Partial<TypedProduct> = {}): TypedProduct => ({
    ...emptyProduct(),
    handle: "linen-shirt",
    title: "Linen Shirt",
    category: "shirts",
    variants: [
      { id: 1, sku: "A", size: "M", color: "White", price: "59", compareAt: "", weight: "" },
      { id: 2, sku: "B", size: "L", color: "White", price: "59", compareAt: "79.50", weight: "200" },
    ],
    ...fields,
  });
  const variant = (fields: object) => typed({ variants: [{ ...typed().variants[0], ...fields } as never] });
  const fieldsOf = (form: TypedProduct) => Object.keys(errorsOf(form, texts.product.errors));

  it("has no errors when everything is filled in", () => expect(fieldsOf(typed())).toEqual([]));

  it("names each field that is missing or wrong", () => {
    expect(fieldsOf(typed({ title: " ", category: "" }))).toEqual(["title", "category"]);
    expect(fieldsOf(variant({ sku: "" }))).toEqual(["variants.0.sku"]);
    expect(fieldsOf(variant({ price: "cheap" }))).toEqual(["variants.0.price"]);
    expect(fieldsOf(variant({ compareAt: "59.00" }))).toEqual(["variants.0.compareAt"]);
    expect(fieldsOf(variant({ weight: "1.5" }))).toEqual(["variants.0.weight"]);
  });

  it("refuses a repeated SKU and repeated options", () => {
    const [first] = typed().variants;
    expect(fieldsOf(typed({ variants: [first, { ...first, id: 2 }] as never }))).toEqual([
      "variants.1.sku",
      "variants.1.size",
    ]);
  });

  it("sends minor units, and nothing for what is empty", () => {
    const body = putProduct(typed({ tags: "new, linen, new", seoTitle: "Linen" }));
    expect(body.variants).toEqual([
      {
        sku: "A",
        options: { size: "M", color: "White" },
        price: usd(5900),
        compareAtPrice: null,
        weight: null,
      },
      {
        sku: "B",
        options: { size: "L", color: "White" },
        price: usd(5900),
        compareAtPrice: usd(7950),
        weight: 200,
      },
    ]);
    expect(body).toMatchObject({ tags: ["new", "linen"], seo: { title: "Linen", description: "" } });
    expect(putProduct(typed()).seo).toBeNull();
  });

  it("renames only if the handle has changed", () => {
    expect(putProduct(typed(), "linen-shirt")).not.toHaveProperty("formerHandle");
    expect(putProduct(typed(), "old-shirt")).toHaveProperty("formerHandle", "old-shirt");
  });

  it("lists what differs from the shop, and nothing else", () => {
    const theirs = typed({
      title: "Shirt of linen",
      variants: [{ ...typed().variants[0], price: "49.00" }] as never,
    });
    expect(differences(typed(), theirs)).toEqual([
      { field: "title", mine: "Linen Shirt", theirs: "Shirt of linen" },
      { field: "A", mine: "White M 59", theirs: "White M 49.00" },
      { field: "B", mine: "White L 59 (79.50) 200 g", theirs: "" },
    ]);
    expect(differences(typed(), typed({ tags: " " }))).toEqual([]);
  });

  it("finds the field of an error of the API", () => {
    const pointers = [
      "#/title",
      "#/variants/3/options/size",
      "#/variants/0/price/amount",
      "#/variants/0/compareAtPrice",
      "#/images/2/alt",
      "#/seo/description",
      "{handle}",
    ];
    const errors = pointers.map((pointer) => ({ pointer, message: "is wrong" }));
    expect(Object.keys(errorsIn({ errors }))).toEqual([
      "title",
      "variants.3.size",
      "variants.0.price",
      "variants.0.compareAt",
      "images.2",
      "seoDescription",
      "handle",
    ]);
    expect(errorsIn({ errors }).title).toBe("Is wrong.");
  });

  it("moves an item to another place", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 0, 9)).toEqual(["b", "a"]);
    expect(moved(["a"], 5, 0)).toEqual(["a"]);
  });

  it("makes handles and tags", () => {
    expect(handleOf("  Crème brûlée Tee, 2nd! ")).toBe("creme-brulee-tee-2nd");
    expect(tagsOf(" a ,, b,a ")).toEqual(["a", "b"]);
  });
});

describe("stock", () => {
  it("reads counts and changes", () => {
    expect(["12", " 0 ", "1.5", "-1", "x", "", "99999999"].map(parseCount)).toEqual([
      12,
      0,
      ...Array(5).fill(undefined),
    ]);
    expect(["12", "+3", "-2", "−2", "0", "x"].map(parseDelta)).toEqual([12, 3, -2, -2, undefined, undefined]);
  });

  it("knows the next SKU in the field of a count", () => {
    expect(["TEE-WHITE-M", "4006381333931"].map(isScan)).toEqual([true, true]);
    expect(["12", "-3", "12a", ""].map(isScan)).toEqual([false, false, false, false]);
  });

  it("removes what scanners add", () => expect(scanned("\u001dTEE-WHITE-M \r")).toBe("TEE-WHITE-M"));
});

describe("sales", () => {
  it("knows the days of each month", () => {
    expect(daysOf("2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(daysOf("2026-12").to).toBe("2026-12-31");
    expect([shiftMonth("2026-01", -1), shiftMonth("2026-12", 1)]).toEqual(["2025-12", "2027-01"]);
  });

  it("has a bar for each day, also without orders", () => {
    const row = {
      key: "2026-11-28",
      orders: 2,
      pieces: 3,
      gross: usd(5000),
      refunds: usd(0),
      net: usd(5000),
    };
    const bars = barsOf("2026-11", [row] as unknown as SalesReport["data"]);
    expect(bars).toHaveLength(30);
    expect(bars[27]).toMatchObject({ orders: 2, gross: 5000 });
    expect(bars[0]).toEqual({ day: "2026-11-01", orders: 0, pieces: 0, gross: 0, refunds: 0, net: 0 });
  });

  it("rounds the top of the chart up", () => {
    expect([0, 1, 99, 101, 210_789, 1_000_000].map(roundUp)).toEqual([100, 1, 100, 200, 400_000, 1_000_000]);
  });
});

describe("a typed tracking address", () => {
  it.each([
    ["www.carrier.com/track/123", "https://www.carrier.com/track/123"],
    ["carrier.co.uk/track?id=a b", "https://carrier.co.uk/track?id=a%20b"],
    ["http://carrier.com/123", "http://carrier.com/123"],
    ["HTTPS://CARRIER.COM/a", "https://carrier.com/a"],
  ])("%s is %s, which the API accepts", (typed, full) => {
    expect(webAddress(typed)).toBe(full);
    expect(Ship.safeParse({ carrier: "DHL", trackingUrl: full }).success).toBe(true);
  });

  it.each(["RM123456785GB", "ask the carrier", "javascript:alert(1)", "ftp://carrier.com/a", "http://"])(
    "%s is none",
    (typed) => expect(webAddress(typed)).toBeUndefined(),
  );
});
