import { describe, expect, it } from "vitest";
import { address, keyed, opened, orderOf, STANDARD, usd } from "../../../support/bodies.ts";
import { type Client, client, copyOf } from "../../../support/client.ts";
import { product, setPrice, variant } from "../../../support/products.ts";
import { account } from "../../support/customer.ts";
import { cart, fill, order } from "../../support/orders.ts";

describe("an order", () => {
  it("contains the cart's lines with their prices, and adds up", async () => {
    const { handle, skus } = await product({
      title: "Rain cape",
      price: 4000,
      variants: [{ size: "S" }, { price: 333, color: "Red", image: { url: "/red.svg", alt: "In red" } }],
    });
    const [one = "", two = ""] = skus;
    await fill([one, 2], [two, 3]);
    const before = Date.now() - 1000;
    const { status, body, headers } = await order(orderOf(8999));
    expect([status, headers.get("idempotent-replayed")]).toEqual([201, null]);
    expect(body).toEqual({
      id: expect.stringMatching(/^ord_/),
      number: expect.any(Number),
      status: "open",
      paymentStatus: "pending",
      fulfillmentStatus: "not_fulfilled",
      email: "ada@example.com",
      lines: [
        {
          sku: one,
          title: "Rain cape",
          options: { size: "S", color: "Black" },
          image: { url: `/images/${handle}.svg`, alt: "Rain cape" },
          quantity: 2,
          unitPrice: usd(4000),
          lineTotal: usd(8000),
        },
        {
          sku: two,
          title: "Rain cape",
          options: { size: "M", color: "Red" },
          image: { url: "/red.svg", alt: "In red" },
          quantity: 3,
          unitPrice: usd(333),
          lineTotal: usd(999),
        },
      ],
      subtotal: usd(8999),
      shipping: usd(STANDARD),
      tax: usd(0),
      total: usd(8999 + STANDARD),
      shippingAddress: address,
      shippingOption: { id: "standard", title: "Standard, 3 to 5 working days" },
      billingAddress: null,
      discounts: [],
      taxLines: [],
      note: null,
      placedAt: expect.any(String),
      payment: { provider: "manual", status: "pending" },
      refunds: [],
      fulfillments: [],
      token: expect.any(String),
    });
    expect(new Date(body.placedAt).getTime()).toBeGreaterThan(before);
    expect(new Date(body.placedAt).getTime()).toBeLessThan(Date.now() + 1000);
  });

  it("takes exactly its quantities from stock, and empties the cart", async () => {
    const { skus } = await product({ stock: 5, price: 100, variants: [{}, {}, {}] });
    const [one = "", two = "", three = ""] = skus;
    await fill([one, 5], [two, 2]);
    const { version } = await cart();
    expect((await order(orderOf(700))).status).toBe(201);
    const left = await Promise.all([one, two, three].map(variant));
    expect(left.map(({ stock }) => stock)).toEqual([0, 3, 5]);
    expect(await cart()).toMatchObject({ lines: [], itemCount: 0, subtotal: usd(0), version: version + 1 });
    await fill([two, 1]);
    expect((await order(orderOf(100))).status).toBe(201);
  });

  it("includes the price of the chosen shipping option", async () => {
    const { body: options } = await client().send("GET", "/v1/shipping-options");
    const { sku } = await product({ price: 1 });
    for (const { id, price } of options.data) {
      await fill([sku, 1]);
      const { status, body } = await order(
        orderOf(1, { shippingOption: id, expectedTotal: usd(1 + price.amount) }),
      );
      expect([status, body.shipping, body.total]).toEqual([201, price, usd(1 + price.amount)]);
    }
    await fill([sku, 1]);
    const { status, body } = await order(orderOf(1, { shippingOption: "pigeon" }));
    expect([status, body.code]).toEqual([422, "shipping.unknown_option"]);
    expect(body.errors[0].pointer).toBe("#/shippingOption");
  });

  it("keeps its prices when the catalogue changes", async () => {
    const { sku } = await product({ price: 100 });
    await fill([sku, 1]);
    const { body } = await order(orderOf(100));
    await setPrice(sku, 999);
    const { body: later } = await client().send("GET", `/v1/orders/${body.id}`, {
      headers: opened(body.token),
    });
    expect(later.total).toEqual(usd(100 + STANDARD));
  });
});

describe("the token of an order", () => {
  const read = (by: Client, id: string, token?: string) =>
    by.send("GET", `/v1/orders/${id}`, { headers: token === undefined ? {} : opened(token) });

  it("is the only thing that opens it from elsewhere", async () => {
    const { sku } = await product({ price: 100 });
    await fill([sku, 1]);
    const { body: placed } = await order(orderOf(100));
    await fill([sku, 1]);
    const { body: other } = await order(orderOf(100));
    const { token, ...shown } = placed;
    const { status, body, headers } = await read(client(), placed.id, token);
    expect([status, body]).toEqual([200, shown]);
    expect(headers.get("cache-control")).toBe("no-store");
    const stranger = client();
    await stranger.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    for (const sent of [
      undefined,
      "",
      "x",
      other.token,
      `${token}x`,
      token.toLowerCase(),
      "a".repeat(4000),
    ]) {
      for (const asking of [client(), stranger]) {
        const { status, body } = await read(asking, placed.id, sent);
        expect([sent, status, body.code]).toEqual([sent, 404, "order.unknown"]);
      }
    }
    const { body: unknown } = await read(client(), `ord_${"0".repeat(26)}`, token);
    expect(unknown.code).toBe("order.unknown");
    expect((await read(client(), placed.number, token)).status).toBe(404);
  });

  it("is never accepted as a query parameter, which would appear in logs", async () => {
    const { sku } = await product({ price: 100 });
    await fill([sku, 1]);
    const { body: placed } = await order(orderOf(100));
    for (const [method, path] of [
      ["GET", `/v1/orders/${placed.id}`],
      ["POST", `/v1/orders/${placed.id}/cancellation`],
    ] as const) {
      const { status, body } = await client().send(method, `${path}?token=${placed.token}`);
      expect([status, body.errors?.[0].pointer]).toEqual([422, "?token"]);
    }
  });
});

describe("the session that placed an order", () => {
  it("opens it without a token, whatever token is sent, until the session ends", async () => {
    const guest = client();
    const { sku } = await product({ price: 100 });
    await guest.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const { body: placed } = await guest.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
    const { token, ...shown } = placed;
    const path = `/v1/orders/${placed.id}`;
    for (const headers of [{}, opened("x")]) {
      expect((await guest.send("GET", path, { headers })).body).toEqual(shown);
    }
    const canceled = await guest.send("POST", `${path}/cancellation`);
    expect([canceled.status, canceled.body.status]).toEqual([201, "canceled"]);
    expect((await client().send("POST", `${path}/cancellation`, { headers: opened(token) })).status).toBe(
      201,
    );
    // The cookie's secret alone derives the token, but its session has ended.
    const copy = copyOf(guest);
    await account({ shopper: guest });
    const late = await copy.send("GET", path);
    expect([late.status, late.body.code]).toEqual([404, "order.unknown"]);
  });
});
