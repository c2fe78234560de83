import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { afterEach, expect, it, vi } from "vitest";
import { readItems } from "../../packages/core/src/aws/dynamo.ts";
import { keyOf } from "../../packages/core/src/cache/cache.table.ts";
import { coldInstance } from "../functions/support/instance.ts";
import { type Client, client } from "../support/client.ts";
import { product } from "../support/products.ts";

afterEach(() => void vi.restoreAllMocks());

const cached = async (sku: string) => (await readItems(context(), [keyOf("variant", sku)]))[0];

/** An instance with an empty memory, and a visitor who has the token of an answer, but no session yet. */
async function visitor(): Promise<Client> {
  const by = client();
  await by.send("GET", "/v1/cart");
  return coldInstance(by.jar);
}

/** Adds an item. Returns the cart, the store calls, and how many of them began when no other was under way. */
async function add(by: Client, sku: string, fail?: (command: string) => Error | undefined) {
  const calls: string[] = [];
  let [roundTrips, underWay] = [0, 0];
  for (const { prototype } of [DynamoDBClient, RDSDataClient]) {
    const real = prototype.send as (...all: unknown[]) => Promise<unknown>;
    vi.spyOn(prototype as { send: typeof real }, "send").mockImplementation(async function (
      this: unknown,
      ...all: unknown[]
    ) {
      const name = (all[0] as object).constructor.name.replace("Command", "");
      calls.push(name);
      if (underWay++ === 0) roundTrips++;
      try {
        const error = fail?.(name);
        if (error) throw error;
        return await real.apply(this, all);
      } finally {
        underWay--;
      }
    });
  }
  const answer = await by.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  vi.restoreAllMocks();
  expect(answer.status).toBe(200);
  return { lines: answer.body.lines, calls, roundTrips };
}

it("a visitor's first add of a product that no cache has takes three round trips, and stores it for all instances", async () => {
  const { sku } = await product();
  const by = await visitor();
  const { calls, roundTrips } = await add(by, sku);
  expect([calls, roundTrips]).toEqual([["BatchGetItem", "ExecuteStatement", "TransactWriteItems"], 3]);
  expect(await cached(sku)).toBeDefined();
  // Another instance finds the product, the cart and the session.
  const other = await add(await coldInstance(by.jar), sku);
  expect([other.calls, other.lines]).toEqual([
    ["BatchGetItem", "PutItem"],
    [expect.objectContaining({ sku, quantity: 2 })],
  ]);
});

it("the first add of a product that the shared cache has takes two calls", async () => {
  const { sku } = await product();
  await add(await visitor(), sku);
  const { calls, roundTrips } = await add(await visitor(), sku);
  expect([calls, roundTrips]).toEqual([["BatchGetItem", "TransactWriteItems"], 2]);
});

it("a later add of a new product takes three round trips: its entry is stored while the cart is", async () => {
  const { skus } = await product({ variants: [{}, {}] });
  const [first = "", second = ""] = skus;
  const by = await visitor();
  await add(by, first);
  const { calls, roundTrips } = await add(by, second);
  expect([calls, roundTrips]).toEqual([["BatchGetItem", "ExecuteStatement", "PutItem", "BatchWriteItem"], 3]);
  expect(await cached(second)).toBeDefined();
});

it("a conflict about the product's entry in the shared cache does not fail the add", async () => {
  const { sku } = await product();
  const by = await visitor();
  let transactions = 0;
  const { lines } = await add(by, sku, (name) => {
    if (name !== "TransactWriteItems" || transactions++) return undefined;
    const CancellationReasons = [{ Code: "None" }, { Code: "TransactionConflict" }, { Code: "None" }];
    return new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
  });
  // The second one is that of cart and session.
  expect([lines, transactions]).toEqual([[expect.objectContaining({ sku, quantity: 1 })], 2]);
  const { lines: later } = await add(await coldInstance(by.jar), sku);
  expect(later).toEqual([expect.objectContaining({ sku, quantity: 2 })]);
});

it("an add that is refused still stores the products that it has loaded", async () => {
  const { sku } = await product();
  const by = await visitor();
  const items = [
    { sku, quantity: 1 },
    { sku: `none-${sku}`, quantity: 1 },
  ];
  expect((await by.send("POST", "/v1/cart/items", { body: { items } })).status).toBe(404);
  expect(await cached(sku)).toBeDefined();
});
