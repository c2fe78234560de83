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

// A cart is never lost: the promise that gives this project its reason. Against a deployed shop (BASE_URL) the same
// journeys run without killing anything.
const RUNS = Number(process.env.RUNS ?? 50);
const SEED = Number(process.env.SEED ?? 20_261_121);
const SHOPPERS_AT_ONCE = 4;
/** First visits: 1,000 where RUNS is 1,000. */
const VISITS = RUNS;
/** A kill at each visit would leave no instance to answer. */
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
  skus = await wares();
});
afterAll(async () => {
  await shop?.stop();
  recordTrials({ promise: "C14", trials: RUNS, faults: counts.killed, seed: SEED });
  console.log(
    `journeys: seed ${SEED}, ${RUNS} runs, ${servers.size} instances served: ${JSON.stringify(counts)}`,
  );
});

describe(`${RUNS} carts, filled over three instances that are killed at random moments`, () => {
  it("hold every acknowledged line, and so do their orders", LONG_TEST, async () => {
    let runs = 0;
    const since = performance.now();
    const haveMet = () => !shop || counts.retried > 0;
    const shopper = async () => {
      while (needsAnotherRound(runs, RUNS, haveMet, since)) await journey(runs++);
    };
    await Promise.all(Array.from({ length: SHOPPERS_AT_ONCE }, shopper));
    await Promise.all(kills);
    expect(counts.orders).toBe(runs);
    if (shop) expect(counts.killed).toBeGreaterThanOrEqual(RUNS);
  });
});

describe(`${VISITS} first visits with two writes at once, while instances are killed`, () => {
  it("each end with one cart that holds both items", LONG_TEST, async () => {
    const before = counts.killed;
    await repeat(VISITS, firstVisit);
    await Promise.all(kills);
    recordTrials({ promise: "V1", trials: VISITS, faults: counts.killed - before, seed: SEED });
  });
});

/** Does it `count` times, several at once. */
async function repeat(count: number, work: (run: number) => Promise<void>): Promise<void> {
  const runs = Array.from({ length: count }, (_, i) => i);
  const shopper = async () => {
    for (let run = runs.shift(); run !== undefined; run = runs.shift()) await work(run);
  };
  await Promise.all(Array.from({ length: SHOPPERS_AT_ONCE }, shopper));
}

/** A visitor who has requested the cart, and then adds two items at once by a session that is not stored yet. */
async function firstVisit(run: number): Promise<void> {
  const chance = random(SEED - 1 - run);
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const pair = [await plentiful(send, chance), await plentiful(send, chance)];
  await insist(send, "GET", "/v1/cart");
  if (run % KILL_EVERY === 0) kill(chance);
  const answers = await Promise.all(
    pair.map(async (sku, i) => {
      await sleep(i * chance.below(12));
      const headers = keyed(`visit-${run}-${i}`);
      return insist(send, "POST", "/v1/cart/items", { body: { sku, quantity: 1 }, headers });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const expected: Record<string, number> = {};
  for (const sku of pair) expected[sku] = (expected[sku] ?? 0) + 1;
  const { body: cart } = await insist(send, "GET", "/v1/cart");
  expect(quantities(cart.lines), `visit ${run}: the cart`).toEqual(expected);
}

/** One shopper: 6 to 14 changes to a cart, a kill before the end, then the order. */
async function journey(run: number): Promise<void> {
  const chance = random(SEED + run);
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const choice: string[] = [];
  while (choice.length < 4) choice.push(await plentiful(send, chance));
  const expected = new Map<string, number>();
  const steps = 6 + chance.below(9);
  const fatal = chance.below(steps);

  for (let step = 0; step < steps; step++) {
    if (step === fatal) kill(chance);
    const { sku, quantity, method, path, body } = change(chance, choice, expected);
    const key = `run-${run}-step-${step}`;
    const answer = await insist(send, method, path, { body, headers: keyed(key) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expected.set(sku, quantity);
    if (quantity === 0) expected.delete(sku);
  }

  const { body: cart } = await insist(send, "GET", "/v1/cart");
  expect(quantities(cart.lines), `run ${run}: the cart`).toEqual(Object.fromEntries(expected));
  counts.lines += expected.size;

  if (chance.below(2) === 0) kill(chance);
  const order = await insist(send, "POST", "/v1/orders", {
    body: orderOf(cart.subtotal.amount),
    headers: keyed(`run-${run}-order`),
  });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  expect(quantities(order.body.lines), `run ${run}: the order`).toEqual(Object.fromEntries(expected));
  counts.orders++;

  const { body: after } = await insist(send, "GET", "/v1/cart");
  expect(after.lines, `run ${run}: the cart after the order`).toEqual([]);
}

/** Adds, sets or takes out; `quantity` is what the line must hold once it is acknowledged. The last item stays in. */
function change(chance: Random, choice: string[], expected: Map<string, number>) {
  const sku = chance.pick(choice);
  const path = `/v1/cart/items/${sku}`;
  const kind = chance.below(6);
  const held = expected.get(sku) ?? 0;
  if (kind === 0 && held > 0 && expected.size > 1) return { sku, quantity: 0, method: "DELETE", path };
  const quantity = 1 + chance.below(2);
  if (kind === 1) return { sku, quantity, method: "PUT", path, body: { quantity } };
  if (held + quantity > 6) return { sku, quantity: 1, method: "PUT", path, body: { quantity: 1 } };
  return { sku, quantity: held + quantity, method: "POST", path: "/v1/cart/items", body: { sku, quantity } };
}

/** As a good client does: asks again, with the same key, until there is an answer. */
async function insist(send: Client["send"], ...request: Parameters<Client["send"]>): Promise<Answer> {
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

/** Within the next few milliseconds, while requests are on their way; later, where no instance is alive just then. */
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

/** All that can be bought. */
async function wares(): Promise<string[]> {
  const { send } = client((path, init) => fetch(new URL(path, url), init));
  const read = (path: string) => insist(send, "GET", path);
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

/** One of which there are 20 or more, so that the shoppers do not run it dry. */
async function plentiful(send: Client["send"], chance: Random): Promise<string> {
  for (;;) {
    const sku = chance.pick(skus);
    const { body } = await insist(send, "GET", `/v1/variants/${sku}/availability`);
    if (body.quantity === 20) return sku;
  }
}
