import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { secretOf } from "../../support/client.ts";
import type { Fate } from "../../support/faults.ts";
import { listen } from "../../support/oracles.ts";
import { HANG_MS, insist } from "../../support/patience.ts";
import { PATIENT } from "../../support/patient.ts";
import { type Process, startProcess } from "../../support/process.ts";
import { show } from "../../support/proof.ts";
import { type Wares, wares } from "./shopper.ts";
import { whole } from "./trials.ts";

// F5: a store answers 503 for a minute (here for some seconds, unless it is the whole run). The shop says so at once, does not
// add to the store's trouble, and is well again soon after it.

const OUTAGE_MS = whole ? 60_000 : 4_000;
const SHOPPERS = 5;

let goods: Wares;
let log: ReturnType<typeof listen>;
const shops: Process[] = [];
beforeAll(async () => {
  goods = await wares();
  log = listen();
});
afterAll(async () => {
  log.restore();
  for (const shop of shops) await shop.close();
});

const away: Fate = { status: 503 };

it.each(["dynamodb", "data-api"] as const)(
  `${OUTAGE_MS / 1000} s without %s: 503 with Retry-After within 3 s, 1.5 requests a call at most, well within 5 s`,
  PATIENT,
  async (store) => {
    const shop = await startProcess("all");
    shops.push(shop);
    const shoppers = Array.from({ length: SHOPPERS }, () => shop.client());
    for (const by of shoppers) {
      const request = { body: { sku: goods.skus[0], quantity: 1 }, headers: keyed() };
      expect((await insist(() => by.send("POST", "/v1/cart/items", request))).status).toBe(200);
    }
    // What is needed of each store, and of it alone.
    const path = store === "dynamodb" ? "/v1/cart" : `/v1/variants/${goods.skus[0]}/availability`;
    shop.follow((call) => (call.store === store ? away : "pass"));

    const began = performance.now();
    const until = began + OUTAGE_MS;
    const took: number[] = [];
    let made = 0;
    const ask = async (by: (typeof shoppers)[number]) => {
      while (performance.now() < until) {
        const started = performance.now();
        const answer = await by.send("GET", path);
        took.push(performance.now() - started);
        expect([answer.status, answer.body.code]).toEqual([503, "service.unavailable"]);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        made += (answer.headers.get("server-timing") ?? "").split(`${store}.`).length - 1;
        await sleep(50);
      }
    };
    await Promise.all(shoppers.map(ask));
    // On a busy machine the last of them may have been answered late.
    const seconds = (performance.now() - began) / 1_000;
    const requests = shop.calls.filter((call) => call.store === store).length;
    const worst = Math.round(Math.max(...took));
    shop.follow(() => "pass");

    const ended = performance.now();
    let status = 0;
    while (status !== 200 && performance.now() - ended < HANG_MS) {
      status = (await (shoppers[0] as (typeof shoppers)[number]).send("GET", path)).status;
      if (status !== 200) await sleep(50);
    }
    const recovery = Math.round(performance.now() - ended);
    log.expectSilenceOn(shoppers.map(secretOf));
    const counted = { answers: took.length, calls: made, requests, worst, recovery };
    expect(status, JSON.stringify(counted)).toBe(200);
    // How long it takes is asked of a machine with nothing else to do.
    if (whole) expect(worst, JSON.stringify(counted)).toBeLessThan(3_000);
    if (whole) expect(recovery, JSON.stringify(counted)).toBeLessThan(5_000);
    // The calls that were under way when the outage began were repeated, four times at most, and hardly another.
    expect(requests - made, JSON.stringify(counted)).toBeLessThanOrEqual(4 * SHOPPERS);
    if (whole) expect(requests / made, JSON.stringify(counted)).toBeLessThanOrEqual(1.5);
    // Ten failures, and some that were under way; then one call a second.
    expect(made, JSON.stringify(counted)).toBeLessThan(10 + 2 * SHOPPERS + 2 * seconds);
    show({ promise: "F5", trials: took.length, faults: requests });
    report(`faults: F5, ${store}: ${JSON.stringify(counted)}`);
  },
);

/** Past the spies on the console. */
const report = (line: string) => process.stdout.write(`${line}\n`);
