import { beforeAll, describe, expect, it, vi } from "vitest";
import { keyed, opened, orderOf } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { type CreatedProduct, product, removeFromCache } from "../../support/products.ts";
import { coldInstance, storeCalls } from "../support/instance.ts";

const READ = ["dynamodb"];
const WRITE = ["dynamodb", "dynamodb"];
/** A read of the cache, a load from Aurora, and a write to the cache. */
const COLD = ["dynamodb", "data-api", "dynamodb"];
let garments: CreatedProduct;
beforeAll(async () => {
  // The clock stands still, so that a slow machine does not let cached variants expire in the middle of a test.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  garments = await product({ price: 100, variants: Array(12).fill({}) });
});

const sku = (i: number) => garments.skus[i] ?? "";
const add = (by: Client, i: number) =>
  by.send("POST", "/v1/cart/items", { body: { sku: sku(i), quantity: 1 } });
/** A shopper with ten lines, whose variants are in this instance's memory. */
async function warm(): Promise<Client> {
  const shopper = client();
  for (let i = 0; i < 10; i++) await add(shopper, i);
  return shopper;
}

describe("with the variants in memory", () => {
  it("the cart costs one call to DynamoDB, and each write of it two", async () => {
    const shopper = await warm();
    const path = `/v1/cart/items/${sku(0)}`;
    expect(storeCalls(await shopper.send("GET", "/v1/cart"))).toEqual(READ);
    expect(storeCalls(await add(shopper, 0))).toEqual(WRITE);
    expect(storeCalls(await shopper.send("PUT", path, { body: { quantity: 3 } }))).toEqual(WRITE);
    expect(storeCalls(await shopper.send("DELETE", path))).toEqual(WRITE);
    expect(storeCalls(await shopper.send("DELETE", path))).toEqual(READ);
    expect(storeCalls(await shopper.send("DELETE", "/v1/cart"))).toEqual(WRITE);
  });

  it("the write that starts a session costs one call, because there is nothing to read", async () => {
    await warm();
    expect(storeCalls(await add(client(), 0))).toEqual(["dynamodb"]);
  });

  it("a repeated or refused write writes nothing", async () => {
    const shopper = await warm();
    const again = { body: { sku: sku(0), quantity: 1 }, headers: keyed() };
    await shopper.send("POST", "/v1/cart/items", again);
    expect(storeCalls(await shopper.send("POST", "/v1/cart/items", again))).toEqual(READ);
    const stale = { body: { sku: sku(0), quantity: 1 }, headers: { "if-match": '"0"' } };
    expect(storeCalls(await shopper.send("POST", "/v1/cart/items", stale))).toEqual(READ);
  });
});

describe("on a new instance", () => {
  it("the cart costs one more call, for all variants that other instances have cached", async () => {
    const { jar } = await warm();
    const cold = await coldInstance(jar);
    expect(storeCalls(await cold.send("GET", "/v1/cart"))).toEqual([...READ, "dynamodb"]);
    expect(storeCalls(await cold.send("GET", "/v1/cart"))).toEqual(READ);
  });

  it("it costs one more call to Aurora, and one to share the result, if no instance has cached them", async () => {
    const { jar } = await warm();
    await removeFromCache(Array.from({ length: 10 }, (_, i) => sku(i)));
    const cold = await coldInstance(jar);
    expect(storeCalls(await cold.send("GET", "/v1/cart"))).toEqual([...READ, ...COLD]);
  });

  it.each([
    ["POST", "/v1/cart/items", { quantity: 1 }],
    ["PUT", "/v1/cart/items/", { quantity: 2 }],
    ["DELETE", "/v1/cart/items/", undefined],
  ])("%s %s costs the same, also for a variant that is not in the cart", async (method, path, body) => {
    const { jar } = await warm();
    await removeFromCache([sku(11)]);
    for (const i of [0, 11]) {
      const cold = await coldInstance(jar);
      const request = method === "POST" ? { body: { ...body, sku: sku(i) } } : { ...(body && { body }) };
      const answer = await cold.send(method, path.endsWith("/") ? path + sku(i) : path, request);
      expect(answer.status).toBe(200);
      // A removed item that is not in the cart is not shown, so its variant is not loaded.
      const unseen = method === "DELETE" ? 2 : 4;
      expect(storeCalls(answer)).toHaveLength(i === 0 ? 3 : unseen);
    }
  });

  it("a write of an unknown SKU costs one read of each store, and one write to share the lines that were loaded", async () => {
    const { jar } = await warm();
    const cold = await coldInstance(jar);
    const answer = await cold.send("POST", "/v1/cart/items", { body: { sku: "NONE", quantity: 1 } });
    expect(storeCalls(answer)).toEqual([...READ, "data-api", "dynamodb"]);
  });
});

describe("an order", () => {
  it.each(["warm", "cold"])(
    "costs two calls to DynamoDB and one to Aurora, on a %s instance",
    async (state) => {
      const shopper = await warm();
      const buyer = state === "warm" ? shopper : await coldInstance(shopper.jar);
      const request = { body: orderOf(1000), headers: keyed() };
      const placed = await buyer.send("POST", "/v1/orders", request);
      expect(placed.status).toBe(201);
      expect(storeCalls(placed)).toEqual(["dynamodb", "data-api", "dynamodb"]);
      const again = await buyer.send("POST", "/v1/orders", request);
      expect(storeCalls(again)).toEqual(["dynamodb", "data-api"]);
    },
  );

  it("costs nothing when the request itself is invalid", async () => {
    expect(storeCalls(await client().send("POST", "/v1/orders", { body: {} }))).toEqual([]);
    const request = { body: orderOf(1), headers: keyed() };
    expect(storeCalls(await client().send("POST", "/v1/orders", request))).toEqual([]);
  });
});

describe("public routes", () => {
  const filters = "size=M&color=Red&inStock=true";
  it.each(["/v1/products?category=C", `/v1/products?category=C&${filters}&sort=price`, "/v1/products/H"])(
    "%s costs nothing from memory, one call from another instance's cache, three without any cache",
    async (wanted) => {
      const { handle } = await product();
      const path = wanted.replace("H", handle).replace("=C", `=${handle}`);
      const first = await coldInstance();
      expect(storeCalls(await first.send("GET", path))).toEqual(COLD);
      expect(storeCalls(await first.send("GET", path))).toEqual([]);
      const second = await coldInstance();
      expect(storeCalls(await second.send("GET", path))).toEqual(["dynamodb"]);
      expect(storeCalls(await second.send("GET", path))).toEqual([]);
    },
  );

  it.each(["q=wool", "priceMin=1&priceMax=99999", `q=wool&${filters}&priceMin=1&priceMax=99999&sort=price`])(
    "a search for %s, which is not cached, costs one call to Aurora",
    async (query) => {
      for (const shopper of [client(), await coldInstance()]) {
        expect(storeCalls(await shopper.send("GET", `/v1/products?${query}`))).toEqual(["data-api"]);
      }
    },
  );

  it.each<[string, number, Record<string, string>?]>([
    ["/v1/variants/none/availability", 1],
    ["/v1/products?limit=0", 0],
    ["/v1/cart", 0],
    ["/v1/time", 0],
    ["/v1/health", 0],
    [`/v1/orders/ord_${"0".repeat(26)}`, 0],
    [`/v1/orders/ord_${"0".repeat(26)}`, 1, opened("x")],
  ])("%s costs %i calls to Aurora, and none to DynamoDB", async (path, calls, headers = {}) => {
    for (const shopper of [client(), await coldInstance()]) {
      expect(storeCalls(await shopper.send("GET", path, { headers }))).toEqual(Array(calls).fill("data-api"));
    }
  });
});

it("server-timing lists each call with its time, and the total", async () => {
  const { headers } = await (await warm()).send("GET", "/v1/cart");
  const metric = "dur=\\d+\\.\\d";
  const pattern = new RegExp(`^dynamodb\\.BatchGetItem;${metric}, total;${metric}$`);
  expect(headers.get("server-timing")).toMatch(pattern);
});
