import { beforeEach, describe, expect, it } from "vitest";
import { address, keyed, opened, orderOf } from "../../../support/bodies.ts";
import { type Client, client, secretOf } from "../../../support/client.ts";
import { product, run, setPrice, variant } from "../../../support/products.ts";
import { coldInstance } from "../../support/instance.ts";

let shopper: Client;
let sku: string;
beforeEach(async () => {
  shopper = client();
  sku = (await product({ price: 100, stock: 9 })).sku;
  await fill(2);
});

const fill = (quantity: number) => shopper.send("POST", "/v1/cart/items", { body: { sku, quantity } });
const order = (body: unknown, headers: Record<string, string> = keyed(), by = shopper) =>
  by.send("POST", "/v1/orders", { body, headers });
const stock = async () => (await variant(sku)).stock;

describe("the same key again", () => {
  it("returns the same status and body, marked as a repetition", async () => {
    const headers = keyed();
    const first = await order(orderOf(200), headers);
    const cold = await coldInstance(shopper.jar);
    for (const by of [shopper, cold]) {
      const again = await order(orderOf(200), headers, by);
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
    }
    expect(await stock()).toBe(7);
  });

  it("returns its order even if prices, stock and the cart have changed", async () => {
    const headers = keyed();
    const first = await order(orderOf(200), headers);
    await setPrice(sku, 5000);
    await fill(7);
    const again = await order(orderOf(200), headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await stock()).toBe(7);
    const { body } = await shopper.send("GET", "/v1/cart");
    expect(body.itemCount).toBe(7);
  });

  it("returns the first answer even if the order has changed since", async () => {
    const headers = keyed();
    const { body } = await order(orderOf(200), headers);
    await run("update orders set status = 'confirmed', payment_status = 'paid' where id = :id", {
      id: body.id,
    });
    expect((await order(orderOf(200), headers)).body).toEqual(body);
    const { body: now } = await client().send("GET", `/v1/orders/${body.id}`, {
      headers: opened(body.token),
    });
    expect([now.status, now.paymentStatus]).toEqual(["confirmed", "paid"]);
  });

  it("is refused with another body, whichever field differs", async () => {
    const headers = keyed();
    await order(orderOf(200), headers);
    await fill(2);
    const others = [
      orderOf(200, { email: "eve@example.com" }),
      orderOf(200, { shippingAddress: { ...address, line2: "Flat 1" } }),
      orderOf(200, { shippingOption: "express" }),
      orderOf(201),
    ];
    for (const other of others) {
      const { status, body } = await order(other, headers);
      expect([status, body.code]).toEqual([422, "idempotency.key_reused"]);
    }
    expect(await stock()).toBe(7);
  });

  it("at the same moment creates one order, which every request returns", async () => {
    const headers = keyed();
    const answers = await Promise.all(Array.from({ length: 6 }, () => order(orderOf(200), headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    const replays = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
    expect([replays.length, await stock()]).toEqual([5, 7]);
  });

  it("after a refusal can be used for the corrected order", async () => {
    const headers = keyed();
    expect((await order(orderOf(1), headers)).status).toBe(409);
    expect((await order(orderOf(200), headers)).status).toBe(201);
  });

  it("from another shopper is independent", async () => {
    const headers = keyed();
    const mine = await order(orderOf(200), headers);
    const other = client();
    await other.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const theirs = await order(orderOf(100), headers, other);
    expect(theirs.status).toBe(201);
    expect([theirs.body.id, theirs.body.token]).not.toContain(mine.body.id);
    expect(theirs.headers.get("idempotent-replayed")).toBeNull();
  });
});

describe("a second key", () => {
  it("finds the cart empty", async () => {
    await order(orderOf(200));
    const { status, body } = await order(orderOf(200));
    expect([status, body.code]).toEqual([422, "cart.empty"]);
  });

  it("at the same moment does not sell the cart twice", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => order(orderOf(200))));
    const [first, ...others] = answers.toSorted((a, b) => a.status - b.status);
    expect(first?.status).toBe(201);
    for (const { body } of others) expect(body.code).toBeOneOf(["cart.already_ordered", "cart.empty"]);
    const orderIds = others.flatMap(({ body }) =>
      body.code === "cart.already_ordered" ? [body.orderId] : [],
    );
    expect(new Set([first?.body.id, ...orderIds]).size).toBe(1);
    expect(await stock()).toBe(7);
  });
});

describe("the key", () => {
  it("is required", async () => {
    const { status, body } = await order(orderOf(200), {});
    expect([status, body.code]).toEqual([400, "idempotency.key_missing"]);
    expect(await stock()).toBe(9);
  });

  it.each(["", "a b", "é", "x".repeat(256)])("must be valid: %j", async (key) => {
    const { status, body } = await order(orderOf(200), { "idempotency-key": key });
    expect([status, body.errors[0].pointer]).toEqual([422, "Idempotency-Key"]);
  });

  it("may have up to 255 characters", async () => {
    expect((await order(orderOf(200), keyed("~".repeat(255)))).status).toBe(201);
  });
});

it("a body that is padded to the largest size orders like any other", async () => {
  const { skus } = await product({ price: 1, variants: Array(20).fill({}) });
  for (const sku of skus) await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const body = JSON.stringify(orderOf(220)).padEnd(65_536);
  const headers = keyed();
  const first = await order(body, headers);
  expect(first.status).toBe(201);
  const again = await order(body, headers);
  expect([again.status, again.body]).toEqual([201, first.body]);
});

it("the database stores the address once, and no token in clear text", async () => {
  const { body } = await order(orderOf(200));
  const [row] = await run("select row_to_json(o)::text from orders o where id = :id", { id: body.id });
  const stored = String(row?.[0]);
  expect(stored.split(address.line1)).toHaveLength(2);
  expect(stored.split("ada@example.com")).toHaveLength(2);
  expect(stored).not.toContain(body.token);
  expect(stored).not.toContain(secretOf(shopper));
});
