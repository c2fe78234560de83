import { setTimeout as sleep } from "node:timers/promises";
import type { Shop } from "@myclothes/local/shop";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Answer, type Client, client } from "../../support/client.ts";
import { quantities } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { needsAnotherRound } from "../../support/rounds.ts";
import { HANG_MS, LONG_TEST } from "../../support/timeouts.ts";
import { startOwnShop } from "./shop.ts";

// No cart is ever lost: this promise is the reason for the project. Against a deployed shop (BASE_URL) the same journeys run
// without kills.
const RUNS = Number(process.env.RUNS ?? 8);
const SEED = Number(process.env.SEED ?? 20_261_121);
const SHOPPERS_AT_ONCE = 4;
const VISITS = RUNS;
/** A kill at each visit would leave no running instance. */
const KILL_EVERY = 5;

const counts = { acknowledged: 0, retried: 0, killed: 0, lines: 0, orders: 0 };
const servers = new Set<string>();
let shop: Shop | undefined;
let url = inject("baseUrl") ?? "";
let skus: string[];

beforeAll(async () => {
  if (!url) {
    shop = await startOwnShop();
    url = shop.url;
  }
  skus = await availableSkus();
});
afterAll(async () => {
  await shop?.stop();
  recordTrials({ promise: "C14", trials: RUNS, faults: counts.killed, seed: SEED });
  console.log(
    `journeys: seed ${SEED}, ${RUNS} runs, ${servers.size} instances served: ${JSON.stringify(counts)}`,
  );
});

describe(`${RUNS} carts on three instances that are killed at random moments`, () => {
  it("keep every acknowledged line until the order, and the order contains them", LONG_TEST, async () => {
    let runs = 0;
    const since = performance.now();
    const hasRetried = () => !shop || counts.retried > 0;
    const shopper = async () => {
      while (needsAnotherRound(runs, RUNS, hasRetried, since)) await journey(runs++);
    };
    await Promise.all(Array.from({ length: SHOPPERS_AT_ONCE }, shopper));
    await Promise.all(kills);
    expect(counts.orders).toBe(runs);
    if (shop) expect(counts.killed).toBeGreaterThanOrEqual(RUNS);
  });
});

describe(`${VISITS} first visits with two concurrent writes, while instances are killed`, () => {
  it("each end with one cart that contains both items", LONG_TEST, async () => {
    const before = counts.killed;
    await repeat(VISITS, firstVisit);
    await Promise.all(kills);
    recordTrials({ promise: "V1", trials: VISITS, faults: counts.killed - before, seed: SEED });
  });
});

/** Runs `work` `count` times, several at once. */
async function repeat(count: number, work: (run: number) => Promise<void>): Promise<void> {
  const runs = Array.from({ length: count }, (_, i) => i);
  const shopper = async () => {
    for (let run = runs.shift(); run !== undefined; run = runs.shift()) await work(run);
  };
  await Promise.all(Array.from({ length: SHOPPERS_AT_ONCE }, shopper));
}

/** A visitor reads the cart, and then adds two items at once with a session that is not stored yet. */
async function firstVisit(run: number): Promise<void> {
  const chance = random(SEED - 1 - run);
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const pair = [await wellStocked(send, chance), await wellStocked(send, chance)];
  await retry(send, "GET", "/v1/cart");
  if (run % KILL_EVERY === 0) kill(chance);
  const answers = await Promise.all(
    pair.map(async (sku, i) => {
      await sleep(i * chance.below(12));
      const headers = keyed(`visit-${run}-${i}`);
      return retry(send, "POST", "/v1/cart/items", { body: { sku, quantity: 1 }, headers });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const expected: Record<string, number> = {};
  for (const sku of pair) expected[sku] = (expected[sku] ?? 0) + 1;
  const { body: cart } = await retry(send, "GET", "/v1/cart");
  expect(quantities(cart.lines), `visit ${run}: the cart`).toEqual(expected);
}

/** One shopper: 6 to 14 changes to a cart with a kill among them, then the order. */
async function journey(run: number): Promise<void> {
  const chance = random(SEED + run);
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const choice: string[] = [];
  while (choice.length < 4) choice.push(await wellStocked(send, chance));
  const expected = new Map<string, number>();
  const steps = 6 + chance.below(9);
  const fatal = chance.below(steps);

  for (let step = 0; step < steps; step++) {
    if (step === fatal) kill(chance);
    const { sku, quantity, method, path, body } = change(chance, choice, expected);
    const key = `run-${run}-step-${step}`;
    const answer = await retry(send, method, path, { body, headers: keyed(key) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expected.set(sku, quantity);
    if (quantity === 0) expected.delete(sku);
  }

  const { body: cart } = await retry(send, "GET", "/v1/cart");
  expect(quantities(cart.lines), `run ${run}: the cart`).toEqual(Object.fromEntries(expected));
  counts.lines += expected.size;

  if (chance.below(2) === 0) kill(chance);
  const order = await retry(send, "POST", "/v1/orders", {
    body: orderOf(cart.subtotal.amount),
    headers: keyed(`run-${run}-order`),
  });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  expect(quantities(order.body.lines), `run ${run}: the order`).toEqual(Object.fromEntries(expected));
  counts.orders++;

  const { body: after } = await retry(send, "GET", "/v1/cart");
  expect(after.lines, `run ${run}: the cart after the order`).toEqual([]);
}

/** A random change. `quantity`: of its line after the change. It never removes the last line. */
function change(chance: Random, choice: string[], expected: Map<string, number>) {
  const sku = chance.pick(choice);
  const path = `/v1/cart/items/${sku}`;
  const kind = chance.below(6);
  const before = expected.get(sku) ?? 0;
  if (kind === 0 && before > 0 && expected.size > 1) return { sku, quantity: 0, method: "DELETE", path };
  const quantity = 1 + chance.below(2);
  if (kind === 1) return { sku, quantity, method: "PUT", path, body: { quantity } };
  if (before + quantity > 6) return { sku, quantity: 1, method: "PUT", path, body: { quantity: 1 } };
  return {
    sku,
    quantity: before + quantity,
    method: "POST",
    path: "/v1/cart/items",
    body: { sku, quantity },
  };
}

/** Repeats a request with the same key until there is an answer below 500, as a good client does. */
async function retry(send: Client["send"], ...request: Parameters<Client["send"]>): Promise<Answer> {
  const until = performance.now() + HANG_MS;
  for (let wait = 20; performance.now() < until; wait = Math.min(2 * wait, 1_000)) {
    const answer = await send(...request).catch((error: Error) => {
      if (error.name === "TypeError") return undefined;
      throw error;
    });
    if (answer && answer.status < 500) {
      if (request[0] !== "GET") counts.acknowledged++;
      servers.add(answer.headers.get("x-served-by") ?? "none");
      return answer;
    }
    counts.retried++;
    await sleep(wait);
  }
  throw new Error(`no answer to ${request.join(" ")}`);
}

const kills: Promise<void>[] = [];

/** Kills an instance in a few milliseconds, while requests are pending, or as soon as one runs. */
function kill(chance: Random): void {
  const delay = chance.below(10);
  const turn = chance.below(3);
  kills.push(sleep(delay).then(() => killOne(turn)));
}

async function killOne(turn: number): Promise<void> {
  while (shop) {
    const alive = shop.instances();
    const victim = alive[turn % alive.length];
    if (victim) {
      process.kill(victim.pid, "SIGKILL");
      counts.killed++;
      return;
    }
    await sleep(5);
  }
}

/** All SKUs in stock. */
async function availableSkus(): Promise<string[]> {
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const read = (path: string) => retry(send, "GET", path);
  const found: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more: string = cursor && `&cursor=${cursor}`;
    const { body: page } = await read(`/v1/products?limit=100&inStock=true${more}`);
    for (const { handle } of page.data) {
      const { body: product } = await read(`/v1/products/${handle}`);
      for (const { sku, available } of product.variants) if (available) found.push(sku);
    }
    cursor = page.nextCursor;
  }
  return found;
}

/** A random SKU with a stock of at least 20, so that the shoppers do not sell it out. */
async function wellStocked(send: Client["send"], chance: Random): Promise<string> {
  for (;;) {
    const sku = chance.pick(skus);
    const { body } = await retry(send, "GET", `/v1/variants/${sku}/availability`);
    if (body.quantity === 20) return sku;
  }
}
