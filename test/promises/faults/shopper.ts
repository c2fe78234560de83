import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { address, keyed, opened, orderOf, usd } from "../../support/bodies.ts";
import type { Answer, Client } from "../../support/client.ts";
import {
  cartOf,
  emailOf,
  expectKept,
  expectNoneOrOne,
  expectOwn,
  expectSum,
  note,
  quantities,
  type Told,
  told,
} from "../../support/oracles.ts";
import { HANG_MS } from "../../support/patience.ts";
import { product } from "../../support/products.ts";
import type { Random } from "../../support/random.ts";

/** What is sold to all shoppers of a file, and how many of each there were. */
export interface Wares {
  skus: string[];
  stock: number;
}

export async function wares(): Promise<Wares> {
  const stock = 1_000_000;
  const { skus } = await product({ stock, variants: [{}, {}, {}, {}].map((_, i) => ({ price: 100 + i })) });
  return { skus, stock };
}

/** What a journey has met. */
export interface Met {
  requests: number;
  /** Sent again: after a 503, or where no answer came. */
  retries: number;
  unavailable: number;
  /** The longest that an answer took, in milliseconds. */
  worst: number;
}

export interface Journey {
  by: Client;
  wares: Wares;
  chance: Random;
  mark: string;
  met: Met;
  /** Statuses that the shopper may meet on the way. */
  transient?: number[];
}

type Request = { body?: unknown; headers?: Record<string, string> };

/** Fills a cart, is refused something, orders, looks at the order, perhaps cancels it; every write under a key. */
export async function journey(trip: Journey): Promise<Told> {
  const { by, wares, chance, mark } = trip;
  const shopper = told(mark);
  shopper.jar = by.jar;
  const choice = wares.skus.slice(0, 2 + chance.below(wares.skus.length - 1));
  let writes = 0;

  /** A write that changes the cart; whatever is answered 5xx has had no effect or one. */
  const write = async (method: string, path: string, body: unknown, after: Record<string, number>) => {
    const headers = keyed(`${mark}-${writes++}`);
    const before = shopper.cart;
    const answer = await ask(method, path, { body, headers }, async () => {
      // Whoever has got no cookie yet knows of no cart.
      if (by.jar.cookie) expectNoneOrOne(await cartOf(shopper), before, after);
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(quantities(answer.body.lines)).toEqual(after);
    shopper.cart = after;
  };

  /** Until there is an answer that says something of the request. */
  async function ask(
    method: string,
    path: string,
    request: Request = {},
    checked = async () => {},
  ): Promise<Answer> {
    const until = performance.now() + HANG_MS;
    // Many who ask again at once would keep a busy machine from ever getting through.
    for (let wait = 20; ; wait = Math.min(2 * wait, 1_000)) {
      trip.met.requests++;
      const started = performance.now();
      const answer = await by.send(method, path, request).catch((error: Error) => {
        if (error.name === "TypeError") return undefined;
        throw error;
      });
      trip.met.worst = Math.max(trip.met.worst, Math.round(performance.now() - started));
      if (answer) note(shopper, answer);
      if (answer && answer.status !== 429 && answer.status < 500) return answer;
      if (answer) {
        expect(answer.status, JSON.stringify(answer.body)).toBeOneOf(trip.transient ?? [503]);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        trip.met.unavailable++;
        await checked();
      }
      if (performance.now() > until) throw new Error(`no answer to ${method} ${path}`);
      trip.met.retries++;
      await sleep(wait);
    }
  }

  for (let step = 3 + chance.below(4); step > 0; step--) {
    const sku = chance.pick(choice);
    const held = shopper.cart[sku] ?? 0;
    const quantity = 1 + chance.below(3);
    const kind = held > 0 ? chance.below(5) : 4;
    if (kind === 0 && Object.keys(shopper.cart).length > 1) {
      const { [sku]: _, ...rest } = shopper.cart;
      await write("DELETE", `/v1/cart/items/${sku}`, undefined, rest);
    } else if (kind === 1) {
      await write("PUT", `/v1/cart/items/${sku}`, { quantity }, { ...shopper.cart, [sku]: quantity });
    } else {
      const after = { ...shopper.cart, [sku]: held + quantity };
      await write("POST", "/v1/cart/items", { sku, quantity }, after);
    }
  }

  // O2: a 4xx leaves no trace.
  const [held = ""] = Object.keys(shopper.cart);
  const tooMany = await ask("POST", "/v1/cart/items", {
    body: { sku: held, quantity: 99 },
    headers: keyed(`${mark}-refused`),
  });
  expect([tooMany.status, tooMany.body.code]).toEqual([422, "cart.quantity_limit"]);
  const { body: cart } = await ask("GET", "/v1/cart");
  expect(quantities(cart.lines)).toEqual(shopper.cart);

  const order = orderOf(cart.subtotal.amount, {
    email: emailOf(mark),
    shippingAddress: { ...address, name: mark },
  });
  const wrong = { ...order, expectedTotal: usd(1) };
  const headers = keyed(`${mark}-order`);
  expect((await ask("POST", "/v1/orders", { body: wrong, headers })).status).toBe(409);
  const placed = await ask("POST", "/v1/orders", { body: order, headers });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  expect(quantities(placed.body.lines)).toEqual(shopper.cart);
  expectSum(placed.body);
  shopper.orders.push(placed.body);
  shopper.cart = {};
  const { id, token } = placed.body;
  // The order is out of the cart, once somebody has looked after it: who orders it again is told so.
  const again = await ask("POST", "/v1/orders", { body: order, headers: keyed(`${mark}-again`) });
  expect(again.body.code).toBeOneOf(["cart.empty", "cart.already_ordered"]);
  if (chance.below(2) === 0) {
    const canceled = await ask("POST", `/v1/orders/${id}/cancellation`, { headers: opened(token) });
    expect([canceled.status, canceled.body.status]).toEqual([201, "canceled"]);
    shopper.canceled.add(id);
  }
  return shopper;
}

/** O1, O3, O5 and O6, for one shopper. */
export async function expectWell(shopper: Told): Promise<void> {
  await expectKept(shopper);
  expectOwn(shopper);
}

/** What must not stand in any line of the log. */
export const secretsOf = ({ secrets, mark }: Told): string[] => [...secrets, emailOf(mark), address.line1];
