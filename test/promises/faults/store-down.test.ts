import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { keyOf } from "../../../packages/core/src/cache/cache.table.ts";
import type { Answer } from "../../support/client.ts";
import type { Call, Fault } from "../../support/fault-proxy.ts";
import { captureLog } from "../../support/oracles.ts";
import { type CreatedProduct, product } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";

// F12: each store works without the other. The requests are for popular data, which some instance has loaded before.

const REQUESTS = isFullRun ? 10_000 : 200;
/** The requests to one instance, before a new one with empty caches replaces it. */
const PER_INSTANCE = isFullRun ? 500 : 100;
const AT_ONCE = 10;
const PRODUCTS = 10;

let products: CreatedProduct[];
let log: ReturnType<typeof captureLog>;
beforeAll(async () => {
  const few = Array.from({ length: PRODUCTS }, () => product({ stock: 1_000, variants: [{}, {}] }));
  products = await Promise.all(few);
  log = captureLog();
});
afterAll(() => log.restore());

type Ask = (shop: Instance, i: number) => Promise<Answer>;

/** The number of 200s in a thousand answers while a store's calls get `fault`. */
async function successesPerMille(store: Call["store"], fault: Fault, ask: Ask): Promise<number> {
  let next = 0;
  let good = 0;
  while (next < REQUESTS) {
    // On a busy machine the other store may be slow, so only the full run has its real deadlines.
    const shop = await startInstance(isFullRun ? "all" : store);
    shop.useScript((call) => (call.store === store ? fault : "pass"));
    const end = next + PER_INSTANCE;
    const worker = async () => {
      while (next < end) if ((await ask(shop, next++)).status === 200) good++;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await shop.close();
  }
  recordTrials({ promise: "F12", trials: REQUESTS });
  return (good / REQUESTS) * 1_000;
}

/** Makes the shared cache entry of a variant older. */
async function age(sku: string, ms: number): Promise<void> {
  const at = keyOf("variant", sku);
  const [item] = await readItems(context(), [at]);
  if (!item) throw new Error(`${sku} is not in the cache.`);
  const older = { table: at.table, item: { ...item, at: Number(item.at) - ms } };
  await putItem(context(), older, { expression: "attribute_exists(id)" });
}

const faults: Fault[] = ["reset before", { status: 503 }, "hang before"];

it.each(faults)("answers requests for the catalogue without DynamoDB (%j)", LONG_TEST, async (fault) => {
  const paths = [
    "/v1/products",
    "/v1/categories",
    "/v1/products?category=shirts&sort=price",
    ...products.flatMap(({ handle, sku }) => [`/v1/products/${handle}`, `/v1/variants/${sku}/availability`]),
  ];
  const ask: Ask = (shop, i) => shop.client().send("GET", paths[i % paths.length] ?? "");
  expect(await successesPerMille("dynamodb", fault, ask)).toBeGreaterThanOrEqual(999);
});

it.each(faults)(
  "reads and changes carts without Aurora (%j), half an hour after it failed",
  LONG_TEST,
  async (fault) => {
    const before = await startInstance();
    const shoppers = await Promise.all(
      products.map(async ({ skus }) => {
        const by = before.client();
        for (const sku of skus) await by.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
        return { skus, jar: by.jar };
      }),
    );
    await before.close();
    for (const sku of products.flatMap(({ skus }) => skus)) await age(sku, 1_800_000);

    const successes = await successesPerMille("data-api", fault, (shop, i) => {
      const { skus, jar } = shoppers[i % PRODUCTS] as (typeof shoppers)[number];
      const by = shop.client(jar);
      if (i % 3 === 0) return by.send("GET", "/v1/cart");
      return by.send("PUT", `/v1/cart/items/${skus[i % 2]}`, { body: { quantity: 1 + (i % 9) } });
    });
    expect(successes).toBeGreaterThanOrEqual(999);
  },
);
