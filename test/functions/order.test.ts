import { describe, expect, it } from "vitest";
import { address, orderOf, STANDARD, usd } from "../support/bodies.ts";
import { client } from "../support/client.ts";
import { product, setPrice, variant } from "../support/products.ts";
import { cart, fill, order, shopper } from "./orders.ts";

describe("an order", () => {
  it("holds the cart's lines as they were sold, and adds up", async () => {
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
      placedAt: expect.any(String),
      token: expect.any(String),
    });
    expect(new Date(body.placedAt).getTime()).toBeGreaterThan(before);
    expect(new Date(body.placedAt).getTime()).toBeLessThan(Date.now() + 1000);
  });

  it("takes exactly its quantity from stock, and empties the cart", async () => {
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

  it("costs what the chosen shipping costs", async () => {
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

  it("keeps its prices when the catalogue moves on", async () => {
    const { sku } = await product({ price: 100 });
    await fill([sku, 1]);
    const { body } = await order(orderOf(100));
    await setPrice(sku, 999);
    const { body: later } = await client().send("GET", `/v1/orders/${body.id}?token=${body.token}`);
    expect(later.total).toEqual(usd(100 + STANDARD));
  });
});

describe("an order is opened by its token", () => {
  it("and by nothing else", async () => {
    const { sku } = await product({ price: 100 });
    await fill([sku, 1]);
    const { body: placed } = await order(orderOf(100));
    await fill([sku, 1]);
    const { body: other } = await order(orderOf(100));
    const { token, ...shown } = placed;
    const { status, body, headers } = await client().send("GET", `/v1/orders/${placed.id}?token=${token}`);
    expect([status, body]).toEqual([200, shown]);
    expect(headers.get("cache-control")).toBe("no-store");
    const tries = [
      "",
      "?token=",
      "?token=x",
      `?token=${other.token}`,
      `?token=${token}x`,
      `?token=${token}%00`,
    ];
    for (const query of [...tries, `?token=${token.toLowerCase()}`, `?Token=${token}`]) {
      for (const asking of [client(), shopper]) {
        const { status, body } = await asking.send("GET", `/v1/orders/${placed.id}${query}`);
        expect([query, status, body.code]).toEqual([query, 404, "order.unknown"]);
      }
    }
    const { body: unknown } = await client().send("GET", `/v1/orders/ord_${"0".repeat(26)}?token=${token}`);
    expect(unknown.code).toBe("order.unknown");
    expect((await client().send("GET", `/v1/orders/${placed.number}?token=${token}`)).status).toBe(404);
  });
});
