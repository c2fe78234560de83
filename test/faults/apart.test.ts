import { afterAll, beforeAll, expect, it } from "vitest";
import type { Answer } from "../support/client.ts";
import type { Fate } from "../support/faults.ts";
import { listen } from "../support/oracles.ts";
import { type Process, startProcess } from "../support/process.ts";
import { type Made, product } from "../support/products.ts";
import { show } from "../support/proof.ts";
import { PATIENT, whole } from "./trials.ts";

// F12: each store does without the other. What is asked is what many ask for, so that somebody has asked for it before.

const REQUESTS = whole ? 10_000 : 400;
const AT_ONCE = 10;

let made: Made;
let log: ReturnType<typeof listen>;
const shops: Process[] = [];
beforeAll(async () => {
  made = await product({ stock: 1_000, variants: [{}, {}] });
  log = listen();
});
afterAll(async () => {
  log.restore();
  for (const shop of shops) await shop.close();
});

async function started(): Promise<Process> {
  const shop = await startProcess();
  shops.push(shop);
  return shop;
}

/** How many in a thousand are 200. */
async function share(ask: (i: number) => Promise<Answer>): Promise<number> {
  let next = 0;
  let good = 0;
  const worker = async () => {
    while (next < REQUESTS) if ((await ask(next++)).status === 200) good++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  show({ promise: "F12", trials: REQUESTS });
  return (good / REQUESTS) * 1_000;
}

const fates: Fate[] = ["reset before", { status: 503 }, "hold before"];

it.each(fates)(
  "without DynamoDB (%j) the catalogue is there, for an instance that knows nothing yet",
  PATIENT,
  async (fate) => {
    const shop = await started();
    shop.follow(({ store }) => (store === "dynamodb" ? fate : "pass"));
    const { send } = shop.client();
    const paths = [
      "/v1/products",
      "/v1/categories",
      `/v1/products/${made.handle}`,
      `/v1/variants/${made.sku}/availability`,
      "/v1/products?category=shirts&sort=price",
    ];
    expect(await share((i) => send("GET", paths[i % paths.length] ?? ""))).toBeGreaterThanOrEqual(999);
  },
);

it.each(fates)("without Aurora (%j) carts are read and changed", PATIENT, async (fate) => {
  const before = await started();
  const shoppers = Array.from({ length: AT_ONCE }, () => before.client());
  const add = (i: number, by: (typeof shoppers)[number]) =>
    by.send("POST", "/v1/cart/items", { body: { sku: made.skus[i % 2], quantity: 1 } });
  for (const by of shoppers) for (const i of [0, 1]) await add(i, by);

  // Another instance, which has only what all instances share.
  const shop = await started();
  shop.follow(({ store }) => (store === "data-api" ? fate : "pass"));
  const others = shoppers.map(({ jar }) => shop.client(jar));
  const kept = await share((i) => {
    const by = others[i % AT_ONCE] as (typeof shoppers)[number];
    if (i % 3 === 0) return by.send("GET", "/v1/cart");
    const path = `/v1/cart/items/${made.skus[i % 2]}`;
    return by.send("PUT", path, { body: { quantity: 1 + (i % 9) } });
  });
  expect(kept).toBeGreaterThanOrEqual(999);
});
