import { beforeEach, describe, expect, it } from "vitest";
import { keyed } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { type CreatedProduct, product } from "../../../support/products.ts";
import { rounds } from "../../../support/rounds.ts";
import { LONG_TEST } from "../../../support/timeouts.ts";

let shopper: Client;
let made: CreatedProduct;
beforeEach(async () => {
  shopper = client();
  made = await product({ variants: [{}, {}] });
});

const add = (headers: Record<string, string>, quantity = 1, sku = made.sku) =>
  shopper.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers });
const lines = async () => {
  const { body } = await shopper.send("GET", "/v1/cart");
  return Object.fromEntries(
    body.lines.map((line: { sku: string; quantity: number }) => [line.sku, line.quantity]),
  );
};

describe("an Idempotency-Key", () => {
  it("never adds twice, and returns the current cart", async () => {
    await add({});
    const headers = keyed();
    const first = await add(headers, 2);
    const again = await add(headers, 2);
    expect([again.status, again.body]).toEqual([200, first.body]);
    for (let i = 0; i < 25; i++) await add(keyed());
    await add(headers, 2);
    expect(await lines()).toEqual({ [made.sku]: 28 });
  });

  it("counts once when its requests arrive at the same moment", async () => {
    await add({});
    const headers = keyed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => add(headers, 2)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await lines()).toEqual({ [made.sku]: 3 });
  });

  it("is recognized under an If-Match that its own first request has outdated", async () => {
    await add({});
    const headers = { ...keyed(), "if-match": '"1"' };
    expect([(await add(headers)).status, (await add(headers)).status]).toEqual([200, 200]);
    expect(await lines()).toEqual({ [made.sku]: 2 });
  });

  it("refuses another request with 422", async () => {
    await add({});
    const headers = keyed();
    await add(headers);
    const others = [
      await add(headers, 2),
      await add(headers, 1, made.skus[1]),
      await shopper.send("PUT", `/v1/cart/items/${made.sku}`, { body: { quantity: 9 }, headers }),
      await shopper.send("DELETE", `/v1/cart/items/${made.sku}`, { headers }),
      await shopper.send("DELETE", "/v1/cart", { headers }),
    ];
    for (const { status, body } of others)
      expect([status, body.code]).toEqual([422, "idempotency.key_reused"]);
    expect(await lines()).toEqual({ [made.sku]: 2 });
  });

  it("belongs to one shopper: other carts do not know it", async () => {
    const headers = keyed();
    await add(headers);
    const other = client();
    const body = { sku: made.sku, quantity: 5 };
    expect((await other.send("POST", "/v1/cart/items", { body, headers })).body.itemCount).toBe(5);
  });

  it("makes PUT and DELETE safe to repeat after a later change", async () => {
    await add({}, 3);
    const put = keyed();
    const set = () =>
      shopper.send("PUT", `/v1/cart/items/${made.sku}`, { body: { quantity: 1 }, headers: put });
    await set();
    await add({}, 4);
    await set();
    expect(await lines()).toEqual({ [made.sku]: 5 });
    const del = { headers: keyed() };
    await shopper.send("DELETE", "/v1/cart", del);
    await add({}, 2);
    await shopper.send("DELETE", "/v1/cart", del);
    expect(await lines()).toEqual({ [made.sku]: 2 });
  });

  it.each(["", " ", "a b", "ü", "x".repeat(256)])("refuses an invalid key: %j", async (key) => {
    const { status, body } = await add({ "idempotency-key": key });
    expect([status, body.errors[0].pointer]).toEqual([422, "Idempotency-Key"]);
    expect(shopper.jar.cookie).toBe("");
  });
});

describe("two tabs", () => {
  const ROUNDS = rounds(40, "C6");

  it(`both count: 20 adds at once by one session, ${ROUNDS} times`, LONG_TEST, async () => {
    const [one = "", two = ""] = made.skus;
    for (let round = 0; round < ROUNDS; round++) {
      shopper = client();
      await add({});
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => add({}, 1, made.skus[i % 2])));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(await lines()).toEqual({ [one]: 11, [two]: 10 });
      const versions = answers.map(({ body }) => body.version);
      expect(new Set(versions).size).toBe(20);
    }
  });

  it("never exceed the limit of a line together", async () => {
    await add({}, 90);
    const answers = await Promise.all(Array.from({ length: 6 }, () => add({}, 4)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 422, 422, 422, 422]);
    expect(await lines()).toEqual({ [made.sku]: 98 });
  });
});
