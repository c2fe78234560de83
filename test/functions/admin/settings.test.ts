import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { address, keyed, orderOf, STANDARD, usd } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { auditOf } from "../support/merchant.ts";

// Own engines: the settings apply to every order.
let stop: () => Promise<void>;
let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  stop = await startOwnEngines();
  ({ send } = await admin());
});
afterAll(() => stop());
beforeEach(async () => {
  await run("delete from settings");
});

const path = "/admin/v1/settings";
const local = { countries: ["GB", "IE"], price: usd(400), freeFrom: usd(5000) };
const settings = {
  name: "Ada's shop",
  sender: { name: "Ada", email: "orders@example.com" },
  ownerEmail: "ada@example.com",
  currencies: ["USD"],
  origins: ["https://shop.example", "http://localhost:3000"],
  shippingOptions: [
    { id: "standard", title: "Slow", rates: [local, { price: usd(1500) }] },
    { id: "van", title: "Van", rates: [{ ...local, freeFrom: undefined }] },
  ],
};
const heavy = (from: number, price = 1) => ({ from, price: usd(price) });
const put = (body: unknown = settings, headers: Record<string, string> = {}) =>
  send("PUT", path, { body, headers });

/** Orders one piece at a price: the answer of the shop. */
async function buy(price: number, shipping: number, rest: object = {}) {
  const { sku } = await product({ price });
  const shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const body = { ...orderOf(price), expectedTotal: usd(price + shipping), ...rest };
  return shopper.send("POST", "/v1/orders", { body, headers: keyed() });
}
const to = (country: string, shippingOption = "standard") => ({
  shippingOption,
  shippingAddress: { ...address, country, postalCode: "12345" },
});

describe("the settings", () => {
  it("have defaults, are replaced, and are shown at once with one audit row", async () => {
    const before = await send("GET", path);
    expect(before.body).toMatchObject({
      name: "MyClothes",
      currencies: ["USD"],
      origins: [],
      updatedAt: null,
    });
    expect(before.body.shippingOptions.map(({ id }: { id: string }) => id)).toEqual(["standard", "express"]);
    const stored = await put();
    expect(stored.status).toBe(200);
    expect((await send("GET", path)).body).toEqual(stored.body);
    expect(stored.body).toEqual({
      ...JSON.parse(JSON.stringify(settings)),
      payments: {
        capture: "automatic",
        cancelUnpaidAfterDays: 14,
        maxUnpaidOrders: expect.any(Number),
        supportRefundLimit: usd(10_000),
      },
      version: expect.any(Number),
      updatedAt: expect.any(String),
    });
    await put({ ...settings, name: "Grace's shop", ownerEmail: "" });
    const shown = (await send("GET", path)).body;
    expect([shown.name, "ownerEmail" in shown]).toEqual(["Grace's shop", false]);
    const audit = await auditOf("settings");
    expect(audit.map(({ after }) => (after as { name: string }).name)).toEqual([
      "Ada's shop",
      "Grace's shop",
    ]);
  });

  it.each([
    ["no name", { ...settings, name: undefined }, "#/name"],
    ["another currency", { ...settings, currencies: ["EUR"] }, "#/currencies/0"],
    ["two currencies", { ...settings, currencies: ["USD", "USD"] }, "#/currencies"],
    ["an origin with a path", { ...settings, origins: ["https://shop.example/"] }, "#/origins/0"],
    ["an origin without TLS", { ...settings, origins: ["http://shop.example"] }, "#/origins/0"],
    ["every origin", { ...settings, origins: ["*"] }, "#/origins/0"],
    ["an origin twice", { ...settings, origins: ["https://a.example", "https://a.example"] }, "#/origins"],
    ["no e-mail", { ...settings, sender: { name: "A", email: "a" } }, "#/sender/email"],
    ["no shipping option", { ...settings, shippingOptions: [] }, "#/shippingOptions"],
    ["an unknown field", { ...settings, tax: 19 }, "#/tax"],
    ["another capture", { ...settings, payments: { capture: "later" } }, "#/payments/capture"],
    [
      "no day to pay",
      { ...settings, payments: { cancelUnpaidAfterDays: 0 } },
      "#/payments/cancelUnpaidAfterDays",
    ],
    ["no unpaid order", { ...settings, payments: { maxUnpaidOrders: 0 } }, "#/payments/maxUnpaidOrders"],
    ["another payment setting", { ...settings, payments: { provider: "stripe" } }, "#/payments/provider"],
  ])("are refused with 422 if they have %s", async (_, body, pointer) => {
    const answer = await put(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it.each([
    ["the same id twice", [settings.shippingOptions[0], settings.shippingOptions[0]], "#/shippingOptions"],
    ["a country twice", [{ id: "a", title: "A", rates: [local, local] }], "#/shippingOptions/0/rates"],
    [
      "two rates for all other countries",
      [{ id: "a", title: "A", rates: [{ price: usd(1) }, { price: usd(2) }] }],
      "#/shippingOptions/0/rates",
    ],
    [
      "an unknown country",
      [{ id: "a", title: "A", rates: [{ ...local, countries: ["XX"] }] }],
      "#/shippingOptions/0/rates/0/countries/0",
    ],
    [
      "a price that is too high",
      [{ id: "a", title: "A", rates: [{ price: usd(100_000_001) }] }],
      "#/shippingOptions/0/rates/0/price",
    ],
    [
      "a weight twice",
      [{ id: "a", title: "A", rates: [{ price: usd(1), weightPrices: [heavy(9), heavy(9)] }] }],
      "#/shippingOptions/0/rates/0/weightPrices",
    ],
    [
      "a weight of nothing",
      [{ id: "a", title: "A", rates: [{ price: usd(1), weightPrices: [heavy(0)] }] }],
      "#/shippingOptions/0/rates/0/weightPrices/0/from",
    ],
    ["an id with spaces", [{ id: "a b", title: "A", rates: [local] }], "#/shippingOptions/0/id"],
  ])("refuse shipping options with %s", async (_, shippingOptions, pointer) => {
    const answer = await put({ ...settings, shippingOptions });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it("refuse more than a row can have", async () => {
    const codes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX".split(" ");
    const rates = codes.map((code) => ({ countries: [code], price: usd(100_000), freeFrom: usd(100_000) }));
    const shippingOptions = Array.from({ length: 20 }, (_, i) => ({ id: `o${i}`, title: "A", rates }));
    const { status, body } = await put({ ...settings, shippingOptions });
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: "#", message: "must have at most 32768 bytes" }],
    ]);
    expect((await put({ ...settings, shippingOptions: shippingOptions.slice(0, 10) })).status).toBe(200);
  });

  it("keep what is given of the payments, and have defaults for the rest", async () => {
    const payments = { capture: "at_fulfillment", cancelUnpaidAfterDays: null };
    expect((await put({ ...settings, payments })).body.payments).toMatchObject(payments);
    // As for all settings: what is left out has its default again.
    expect((await put()).body.payments).toMatchObject({ capture: "automatic", cancelUnpaidAfterDays: 14 });
    await run("update settings set content = content - 'payments'");
    expect((await send("GET", path)).body.payments).toMatchObject({ capture: "automatic" });
  });

  it("may be read but not replaced by a manager", async () => {
    const manager = await admin("manager");
    expect((await manager.send("GET", path)).status).toBe(200);
    expect((await manager.send("PUT", path, { body: settings })).body.scope).toBe("settings:write");
  });
});

describe("the stored shipping options", () => {
  const options = async (query = "") =>
    (await client().send("GET", `/v1/shipping-options${query}`)).body.data;

  it("are what shoppers see, by country", async () => {
    await put();
    expect(await options("?country=GB")).toEqual([
      { id: "standard", title: "Slow", price: usd(400), freeFrom: usd(5000) },
      { id: "van", title: "Van", price: usd(400) },
    ]);
    expect(await options("?country=JP")).toEqual([{ id: "standard", title: "Slow", price: usd(1500) }]);
    expect((await options()).map(({ price }: { price: object }) => price)).toEqual([usd(1500), usd(400)]);
    const { status, body } = await client().send("GET", "/v1/shipping-options?country=XX");
    expect([status, body.errors[0].pointer]).toEqual([422, "?country"]);
  });

  it("decide the price of an order by the country of its address", async () => {
    await put();
    const order = await buy(100, 1500, to("JP"));
    expect([order.status, order.body.shipping]).toEqual([201, usd(1500)]);
    expect((await buy(100, 400, to("IE"))).status).toBe(201);
    const wrong = await buy(100, 400, to("JP"));
    expect([wrong.status, wrong.body.code, wrong.body.total]).toEqual([
      409,
      "checkout.price_changed",
      usd(1600),
    ]);
    const shown = await send("GET", `/admin/v1/orders/${order.body.id}`);
    expect(shown.body.shippingOption).toEqual({ id: "standard", title: "Slow" });
  });

  it("cost nothing from the threshold on", async () => {
    await put();
    expect((await buy(5000, 0, to("GB"))).status).toBe(201);
    for (const [price, shipping, right] of [
      [4999, 0, 400],
      [5000, 400, 0],
    ] as const) {
      const { status, body } = await buy(price, shipping, to("GB"));
      expect([status, body.total]).toEqual([409, usd(price + right)]);
    }
    expect((await buy(5000, 0, to("JP"))).body.total).toEqual(usd(6500));
  });

  it("depend on the weight of all units, in the order in which the weights begin", async () => {
    const weightPrices = [heavy(3000, 900), heavy(1000, 700)];
    const rates = [{ ...local, weightPrices }, { price: usd(1500) }];
    await put({ ...settings, shippingOptions: [{ id: "standard", title: "Slow", rates }] });
    expect((await options("?country=GB"))[0]).toMatchObject({ price: usd(400), weightPrices });
    for (const [weight, quantity, country, shipping] of [
      [0, 99, "GB", 400],
      [999, 1, "GB", 400],
      [500, 2, "GB", 700],
      [1000, 2, "IE", 700],
      [1000, 3, "GB", 900],
      [1000, 3, "JP", 1500],
    ] as const) {
      const { sku } = await product({ price: 10, stock: 1_000 });
      if (weight) await run("update variant set weight = :weight where sku = :sku", { weight, sku });
      const shopper = client();
      await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity } });
      const where = to(country);
      const { body: quote } = await shopper.send("POST", "/v1/cart/quote", { body: where });
      expect([weight, quantity, quote.shipping]).toEqual([weight, quantity, usd(shipping)]);
      const body = { ...orderOf(0), ...where, expectedTotal: quote.total };
      const order = await shopper.send("POST", "/v1/orders", { body, headers: keyed() });
      expect([order.status, order.body.shipping]).toEqual([201, usd(shipping)]);
    }
  });

  it("name the countries when none of them ships to one", async () => {
    await put({ ...settings, shippingOptions: settings.shippingOptions.slice(1) });
    const refused = await client().send("GET", "/v1/shipping-options?country=JP");
    expect([refused.status, refused.body.code]).toEqual([422, "shipping.not_available"]);
    expect(refused.body.countries).toEqual(["GB", "IE"]);
    expect((await client().send("GET", "/v1/shipping-options")).body.countries).toEqual(["GB", "IE"]);
    const { sku } = await product({ price: 10, stock: 1_000 });
    const shopper = client();
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    for (const option of ["van", "standard"]) {
      const quote = await shopper.send("POST", "/v1/cart/quote", { body: to("JP", option) });
      expect([quote.status, quote.body.code, quote.body.countries]).toEqual([
        422,
        "shipping.not_available",
        ["GB", "IE"],
      ]);
    }
    const order = await buy(100, 400, to("JP", "van"));
    expect([order.status, order.body.code]).toEqual([422, "shipping.not_available"]);
    await put();
    expect((await client().send("GET", "/v1/shipping-options")).body.countries).toBe(null);
  });

  it("are refused where they do not ship", async () => {
    await put();
    for (const [country, option] of [
      ["JP", "van"],
      ["GB", "express"],
    ] as const) {
      const { status, body } = await buy(100, 400, to(country, option));
      expect([status, body.code, body.errors[0].pointer]).toEqual([
        422,
        "shipping.unknown_option",
        "#/shippingOption",
      ]);
    }
  });

  it("decide from the moment when they are stored, whatever an instance remembers", async () => {
    expect((await options()).length).toBeGreaterThan(0);
    expect((await buy(100, STANDARD)).status).toBe(201);
    await run("insert into settings (id, content) values ('shop', cast(:content as jsonb))", {
      content: JSON.stringify(settings),
    });
    const late = await buy(100, STANDARD);
    expect([late.status, late.body.code, late.body.total]).toEqual([409, "checkout.price_changed", usd(500)]);
    expect((await buy(100, 400)).status).toBe(201);
  });
});

it("are replaced only at the version in If-Match, and the same settings again change nothing", async () => {
  const [none, other] = [await send("GET", path), { ...settings, name: "Grace's shop" }];
  expect(none.headers.get("etag")).toBe('"0"');
  const first = await put(settings, { "if-match": '"0"' });
  const tag = first.headers.get("etag") ?? "";
  expect([first.status, tag]).toEqual([200, `"${first.body.version}"`]);
  expect((await put(settings, { "if-match": '"0"' })).body).toEqual(first.body);
  const stale = await put(other, { "if-match": '"0"' });
  expect([stale.status, stale.body.code]).toEqual([412, "settings.changed"]);
  expect((await send("GET", path)).body).toEqual(first.body);
  const second = await put(other, { "if-match": tag });
  expect([second.status, second.body.version > first.body.version]).toEqual([200, true]);
  expect((await put(settings, { "if-match": tag })).status).toBe(412);
  expect((await put(settings, { "if-match": "*" })).status).toBe(200);
});
