import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { secretOf } from "../../support/client.ts";
import type { Fault } from "../../support/fault-proxy.ts";
import { captureLog } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { HANG_MS, LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";
import { createProducts, type Products } from "./journey.ts";

// F5: a store answers 503 for a minute (a few seconds in `npm test`). The shop answers 503 at once, makes few calls, and recovers
// soon after the store.

const OUTAGE_MS = isFullRun ? 60_000 : 4_000;
const SHOPPERS = 5;

let products: Products;
let log: ReturnType<typeof captureLog>;
const shops: Instance[] = [];
beforeAll(async () => {
  products = await createProducts();
  log = captureLog();
});
afterAll(async () => {
  log.restore();
  for (const shop of shops) await shop.close();
});

const unavailable: Fault = { status: 503 };

it.each(["dynamodb", "data-api"] as const)(
  `${OUTAGE_MS / 1000} s without %s: answers 503 with Retry-After within 3 s, sends at most 1.5 requests per call, recovers within 5 s`,
  LONG_TEST,
  async (store) => {
    const shop = await startInstance("all");
    shops.push(shop);
    const shoppers = Array.from({ length: SHOPPERS }, () => shop.client());
    for (const by of shoppers) {
      const request = { body: { sku: products.skus[0], quantity: 1 }, headers: keyed() };
      expect((await retryWhileBusy(() => by.send("POST", "/v1/cart/items", request))).status).toBe(200);
    }
    // A request that needs this store only.
    const path = store === "dynamodb" ? "/v1/cart" : `/v1/variants/${products.skus[0]}/availability`;
    shop.useScript((call) => (call.store === store ? unavailable : "pass"));

    const began = performance.now();
    const until = began + OUTAGE_MS;
    const times: number[] = [];
    let calls = 0;
    const ask = async (by: (typeof shoppers)[number]) => {
      while (performance.now() < until) {
        const started = performance.now();
        const answer = await by.send("GET", path);
        times.push(performance.now() - started);
        expect([answer.status, answer.body.code]).toEqual([503, "service.unavailable"]);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        calls += (answer.headers.get("server-timing") ?? "").split(`${store}.`).length - 1;
        await sleep(50);
      }
    };
    await Promise.all(shoppers.map(ask));
    // On a busy machine the last answer may be late.
    const seconds = (performance.now() - began) / 1_000;
    const requests = shop.calls.filter((call) => call.store === store).length;
    const slowest = Math.round(Math.max(...times));
    shop.useScript(() => "pass");

    const ended = performance.now();
    let status = 0;
    while (status !== 200 && performance.now() - ended < HANG_MS) {
      status = (await (shoppers[0] as (typeof shoppers)[number]).send("GET", path)).status;
      if (status !== 200) await sleep(50);
    }
    const recovery = Math.round(performance.now() - ended);
    log.expectNoSecrets(shoppers.map(secretOf));
    const counted = { answers: times.length, calls, requests, slowest, recovery };
    expect(status, JSON.stringify(counted)).toBe(200);
    // Only the full run checks times: `npm test` may run on a busy machine.
    if (isFullRun) expect(slowest, JSON.stringify(counted)).toBeLessThan(3_000);
    if (isFullRun) expect(recovery, JSON.stringify(counted)).toBeLessThan(5_000);
    // Only the calls that were pending when the outage began are repeated, at most four times each.
    expect(requests - calls, JSON.stringify(counted)).toBeLessThanOrEqual(4 * SHOPPERS);
    if (isFullRun) expect(requests / calls, JSON.stringify(counted)).toBeLessThanOrEqual(1.5);
    // Ten failures open the breaker. Some calls were pending then. Afterwards there is one call a second.
    expect(calls, JSON.stringify(counted)).toBeLessThan(10 + 2 * SHOPPERS + 2 * seconds);
    recordTrials({ promise: "F5", trials: times.length, faults: requests });
    print(`faults: F5, ${store}: ${JSON.stringify(counted)}`);
  },
);

/** Prints although `captureLog` mocks the console. */
const print = (line: string) => process.stdout.write(`${line}\n`);
