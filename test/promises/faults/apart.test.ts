import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { keyOf } from "../../../packages/core/src/cache/cache.table.ts";
import type { Answer } from "../../support/client.ts";
import type { Call, Fate } from "../../support/faults.ts";
import { listen } from "../../support/oracles.ts";
import { PATIENT } from "../../support/patient.ts";
import { type Process, startProcess } from "../../support/process.ts";
import { type Made, product } from "../../support/products.ts";
import { show } from "../../support/proof.ts";
import { whole } from "./trials.ts";

// F12: each store does without the other. What is asked is what many ask for, so that somebody has asked for it before.

const REQUESTS = whole ? 10_000 : 400;
/** Of one instance, before another takes its place that remembers nothing. */
const EACH = whole ? 500 : 100;
const AT_ONCE = 10;
const PRODUCTS = 10;

let wares: Made[];
let log: ReturnType<typeof listen>;
beforeAll(async () => {
  const few = Array.from({ length: PRODUCTS }, () => product({ stock: 1_000, variants: [{}, {}] }));
  wares = await Promise.all(few);
  log = listen();
});
afterAll(() => log.restore());

type Ask = (shop: Process, i: number) => Promise<Answer>;

/** How many in a thousand are 200 while a store's calls meet `fate`. */
async function share(store: Call["store"], fate: Fate, ask: Ask): Promise<number> {
  let next = 0;
  let good = 0;
  while (next < REQUESTS) {
    // On a busy machine the other store may be slow. That it is waited for is no fault.
    const shop = await startProcess(whole ? "all" : store);
    shop.follow((call) => (call.store === store ? fate : "pass"));
    const end = next + EACH;
    const worker = async () => {
      while (next < end) if ((await ask(shop, next++)).status === 200) good++;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await shop.close();
  }
  show({ promise: "F12", trials: REQUESTS });
  return (good / REQUESTS) * 1_000;
}

/** Makes what the instances share of a variant older. */
async function age(sku: string, ms: number): Promise<void> {
  const at = keyOf("variant", sku);
  const [item] = await readItems(context(), [at]);
  if (!item) throw new Error(`${sku} is not in the cache`);
  const older = { table: at.table, item: { ...item, at: Number(item.at) - ms } };
  await putItem(context(), older, { expression: "attribute_exists(id)" });
}

const fates: Fate[] = ["reset before", { status: 503 }, "hold before"];

it.each(fates)("without DynamoDB (%j) the catalogue is there", PATIENT, async (fate) => {
  const paths = [
    "/v1/products",
    "/v1/categories",
    "/v1/products?category=shirts&sort=price",
    ...wares.flatMap(({ handle, sku }) => [`/v1/products/${handle}`, `/v1/variants/${sku}/availability`]),
  ];
  const ask: Ask = (shop, i) => shop.client().send("GET", paths[i % paths.length] ?? "");
  expect(await share("dynamodb", fate, ask)).toBeGreaterThanOrEqual(999);
});

it.each(fates)("without Aurora (%j), for half an hour, carts are read and changed", PATIENT, async (fate) => {
  const before = await startProcess();
  const shoppers = await Promise.all(
    wares.map(async ({ skus }) => {
      const by = before.client();
      for (const sku of skus) await by.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
      return { skus, jar: by.jar };
    }),
  );
  await before.close();
  for (const sku of wares.flatMap(({ skus }) => skus)) await age(sku, 1_800_000);

  const kept = await share("data-api", fate, (shop, i) => {
    const { skus, jar } = shoppers[i % PRODUCTS] as (typeof shoppers)[number];
    const by = shop.client(jar);
    if (i % 3 === 0) return by.send("GET", "/v1/cart");
    return by.send("PUT", `/v1/cart/items/${skus[i % 2]}`, { body: { quantity: 1 + (i % 9) } });
  });
  expect(kept).toBeGreaterThanOrEqual(999);
});
