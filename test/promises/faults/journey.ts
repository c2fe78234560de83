import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { address, keyed, opened, orderOf, usd } from "../../support/bodies.ts";
import type { Answer, Client } from "../../support/client.ts";
import {
  cartOf,
  emailOf,
  expectNoForeignMarker,
  expectNoneOrOne,
  expectStored,
  expectSum,
  type Observed,
  observed,
  quantities,
  record,
} from "../../support/oracles.ts";
import { product } from "../../support/products.ts";
import type { Random } from "../../support/random.ts";
import { HANG_MS } from "../../support/timeouts.ts";

/** The products that all shoppers of a file buy. `stock`: of each SKU, at the start. */
export interface Products {
  skus: string[];
  stock: number;
}

export async function createProducts(): Promise<Products> {
  const stock = 1_000_000;
  const { skus } = await product({ stock, variants: [{}, {}, {}, {}].map((_, i) => ({ price: 100 + i })) });
  return { skus, stock };
}

/** What happened in the journeys. */
export interface Stats {
  requests: number;
  /** Requests that were repeated, after a 429 or 503 or without an answer. */
  retries: number;
  unavailable: number;
  /** The time of the slowest answer, in milliseconds. */
  slowest: number;
}

export interface Journey {
  by: Client;
  products: Products;
  chance: Random;
  marker: string;
  stats: Stats;
  /** The error statuses that are allowed before a success. */
  transient?: number[];
  /** The number of changes to the cart. By default 3 to 6. */
  changes?: number;
}

type Request = { body?: unknown; headers?: Record<string, string> };

/** Fills a cart, makes a bad request, orders, and cancels every second order. Every write has an idempotency key. */
export async function journey(options: Journey): Promise<Observed> {
  const { by, products, chance, marker, stats, transient = [503] } = options;
  const shopper = observed(marker);
  shopper.jar = by.jar;
  const choice = products.skus.slice(0, 2 + chance.below(products.skus.length - 1));
  let writes = 0;

  /** Changes the cart. A 5xx must have had no effect or one. */
  const write = async (method: string, path: string, body: unknown, after: Record<string, number>) => {
    const headers = keyed(`${marker}-${writes++}`);
    const before = shopper.cart;
    const answer = await ask(method, path, { body, headers }, async () => {
      // Without a cookie the shopper has no cart yet.
      if (by.jar.cookie) expectNoneOrOne(await cartOf(shopper), before, after);
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(quantities(answer.body.lines)).toEqual(after);
    shopper.cart = after;
  };

  /** Repeats a request until the answer is neither 429 nor 5xx. */
  async function ask(
    method: string,
    path: string,
    request: Request = {},
    checkEffect = async () => {},
  ): Promise<Answer> {
    const until = performance.now() + HANG_MS;
    // Without growing pauses, many repeated requests could block a busy machine.
    for (let wait = 20; ; wait = Math.min(2 * wait, 1_000)) {
      stats.requests++;
      const started = performance.now();
      const answer = await by.send(method, path, request).catch((error: Error) => {
        if (error.name === "TypeError") return undefined;
        throw error;
      });
      stats.slowest = Math.max(stats.slowest, Math.round(performance.now() - started));
      if (answer) record(shopper, answer);
      if (answer && answer.status !== 429 && answer.status < 500) return answer;
      if (answer) {
        expect(answer.status, JSON.stringify(answer.body)).toBeOneOf(transient);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        stats.unavailable++;
        await checkEffect();
      }
      if (performance.now() > until) throw new Error(`no answer to ${method} ${path}`);
      stats.retries++;
      await sleep(wait);
    }
  }

  for (let left = options.changes ?? 3 + chance.below(4); left > 0; left--) {
    const sku = chance.pick(choice);
    const inCart = shopper.cart[sku] ?? 0;
    const quantity = 1 + chance.below(3);
    const kind = inCart > 0 ? chance.below(5) : 4;
    if (kind === 0 && Object.keys(shopper.cart).length > 1) {
      const { [sku]: _, ...rest } = shopper.cart;
      await write("DELETE", `/v1/cart/items/${sku}`, undefined, rest);
    } else if (kind === 1) {
      await write("PUT", `/v1/cart/items/${sku}`, { quantity }, { ...shopper.cart, [sku]: quantity });
    } else {
      const after = { ...shopper.cart, [sku]: inCart + quantity };
      await write("POST", "/v1/cart/items", { sku, quantity }, after);
    }
  }

  // O2: a 4xx has no effect.
  const [first = ""] = Object.keys(shopper.cart);
  const tooMany = await ask("POST", "/v1/cart/items", {
    body: { sku: first, quantity: 99 },
    headers: keyed(`${marker}-refused`),
  });
  expect([tooMany.status, tooMany.body.code]).toEqual([422, "cart.quantity_limit"]);
  const { body: cart } = await ask("GET", "/v1/cart");
  expect(quantities(cart.lines)).toEqual(shopper.cart);

  const order = orderOf(cart.subtotal.amount, {
    email: emailOf(marker),
    shippingAddress: { ...address, name: marker },
  });
  const wrong = { ...order, expectedTotal: usd(1) };
  const headers = keyed(`${marker}-order`);
  expect((await ask("POST", "/v1/orders", { body: wrong, headers })).status).toBe(409);
  const placed = await ask("POST", "/v1/orders", { body: order, headers });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  expect(quantities(placed.body.lines)).toEqual(shopper.cart);
  expectSum(placed.body);
  shopper.orders.push(placed.body);
  shopper.cart = {};
  const { id, token } = placed.body;
  // The next request removes ordered units from the cart, if the order itself could not.
  const again = await ask("POST", "/v1/orders", { body: order, headers: keyed(`${marker}-again`) });
  expect(again.body.code).toBeOneOf(["cart.empty", "cart.already_ordered"]);
  if (chance.below(2) === 0) {
    const canceled = await ask("POST", `/v1/orders/${id}/cancellation`, { headers: opened(token) });
    expect([canceled.status, canceled.body.status]).toEqual([201, "canceled"]);
    shopper.canceled.add(id);
  }
  return shopper;
}

/** Checks O1, O3, O5 and O6 for one shopper. */
export async function expectConsistent(shopper: Observed): Promise<void> {
  await expectStored(shopper);
  expectNoForeignMarker(shopper);
}

/** What no log line may contain. */
export const secretsOf = ({ secrets, marker }: Observed): string[] => [
  ...secrets,
  emailOf(marker),
  address.line1,
];
