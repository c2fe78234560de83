import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { keyed, orderOf } from "../support/bodies.ts";

/** What shoppers saw during a scene. */
export interface Seen {
  requests: number;
  /** Answers by status, where 0 is a lost connection. */
  statuses: Record<number, number>;
  /** Actions that failed after all tries of a patient client. */
  gaveUp: number;
  orders: number;
}

export const nobody = (): Seen => ({ requests: 0, statuses: {}, gaveUp: 0, orders: 0 });

interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the shop
  body: any;
}

/** Tells what passed at the shop's door: its status, how long it took, and whether the cache answered. */
export type Watch = (answer: { status: number; code: string; ms: number; isCached: boolean }) => void;

const TRIES = 4;
const PAUSE_MS = { min: 50, max: 400 };

/** A shopper's own records, to compare with the shop's afterwards. */
interface Memory {
  /** What the cart may contain: the last acknowledged quantity, and those of writes without an answer. */
  cart: Map<string, Set<number>>;
  orders: { id: string; token: string; total: number }[];
}

/** Shoppers who browse, fill carts and order, over HTTP, and remember what the shop acknowledged. */
export function createShoppers(url: string, skus: string[], watch: Watch) {
  const memories: { memory: Memory; send: Send }[] = [];
  let seen = nobody();
  let isOpen = false;
  let running: Promise<void>[] = [];

  const client = () => {
    let cookie = "";
    const once = async (
      method: string,
      path: string,
      init: { body?: unknown; headers?: object } = {},
    ): Promise<Answer> => {
      const since = performance.now();
      const { body, headers } = init;
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(cookie && { cookie }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch(() => undefined);
      const status = response?.status ?? 0;
      seen.requests++;
      seen.statuses[status] = (seen.statuses[status] ?? 0) + 1;
      const ms = performance.now() - since;
      const isCached = response?.headers.get("x-cache")?.startsWith("Hit") ?? false;
      const text = (await response?.text().catch(() => "")) ?? "";
      const isJson = /json/.test(response?.headers.get("content-type") ?? "");
      const parsed = isJson && text ? JSON.parse(text) : {};
      watch({ status, code: String(parsed.code ?? ""), ms, isCached });
      if (!response) return { status, headers: new Headers(), body: {} };
      for (const set of response.headers.getSetCookie())
        if (!set.includes("device")) cookie = set.split(";")[0] ?? "";
      return { status, headers: response.headers, body: parsed };
    };
    /** Repeats what failed on the shop's side, as packages/client does. */
    return async (...request: Parameters<typeof once>): Promise<Answer> => {
      for (let tries = 1; ; tries++) {
        const answer = await once(...request);
        const isFailed = answer.status === 0 || answer.status === 429 || answer.status >= 500;
        if (!isFailed) return answer;
        if (tries === TRIES) {
          seen.gaveUp++;
          return answer;
        }
        await sleep(Math.min(2_000, 1_000 * Number(answer.headers.get("retry-after") ?? 0.2)));
      }
    };
  };

  async function one(number: number): Promise<void> {
    let [send, memory] = begin();
    for (let turn = number; isOpen; turn++) {
      const sku = skus[turn % skus.length] ?? "";
      if (turn % 4 === 0) await send("GET", "/v1/products?limit=20");
      else if (turn % 12 === 11) {
        await order(send, memory);
        [send, memory] = begin();
      } else await fill(send, memory, sku, 1 + (turn % 3));
      await sleep(PAUSE_MS.min + Math.random() * (PAUSE_MS.max - PAUSE_MS.min));
    }
  }

  function begin(): [Send, Memory] {
    const [send, memory] = [client(), { cart: new Map(), orders: [] } as Memory];
    memories.push({ memory, send });
    return [send, memory];
  }

  async function fill(send: Send, { cart }: Memory, sku: string, quantity: number): Promise<void> {
    const possible = cart.get(sku) ?? new Set([0]);
    cart.set(sku, new Set([...possible, quantity]));
    const { status } = await send("PUT", `/v1/cart/items/${sku}`, { body: { quantity }, headers: keyed() });
    // Nothing was promised without a 200, and the write may have arrived nevertheless.
    if (status === 200) cart.set(sku, new Set([quantity]));
  }

  async function order(send: Send, memory: Memory): Promise<void> {
    const { status, body: cart } = await send("GET", "/v1/cart");
    if (status !== 200 || !cart.lines?.length) return;
    const email = `${randomUUID()}@example.com`;
    const answer = await send("POST", "/v1/orders", {
      body: orderOf(cart.subtotal.amount, { email }),
      headers: keyed(),
    });
    if (answer.status === 201) {
      memory.orders.push({ id: answer.body.id, token: answer.body.token, total: cart.subtotal.amount });
      seen.orders++;
      memory.cart.clear();
    } else for (const [sku, possible] of memory.cart) memory.cart.set(sku, new Set([...possible, 0]));
  }

  return {
    /** Opens the doors to `count` shoppers. */
    open(count: number): void {
      isOpen = true;
      running = Array.from({ length: count }, (_, number) => one(number));
    },
    /** Closes them and returns what was seen since the last call. */
    async close(): Promise<Seen> {
      isOpen = false;
      await Promise.all(running);
      const result = seen;
      seen = nobody();
      return result;
    },
    /** Compares every cart and order with what was acknowledged. Returns the differences, and forgets these shoppers. */
    async check(): Promise<{ carts: number; orders: number; lost: string[] }> {
      const lost: string[] = [];
      let [carts, orders] = [0, 0];
      for (const { memory, send } of memories.splice(0)) {
        const { body: cart, status } = await send("GET", "/v1/cart");
        const quantities = new Map<string, number>(
          (cart.lines ?? []).map((line: { sku: string; quantity: number }) => [line.sku, line.quantity]),
        );
        carts++;
        for (const [sku, possible] of memory.cart)
          if (status !== 200 || !possible.has(quantities.get(sku) ?? 0))
            lost.push(
              `cart: ${sku} is ${quantities.get(sku) ?? 0}, acknowledged ${[...possible].join(" or ")}`,
            );
        for (const { id, token, total } of memory.orders) {
          orders++;
          const { body, status } = await send("GET", `/v1/orders/${id}`, {
            headers: { "order-token": token },
          });
          if (status !== 200 || body.subtotal?.amount !== total) lost.push(`order ${id}: ${status}`);
        }
      }
      seen = nobody();
      return { carts, orders, lost };
    },
  };
}

type Send = (method: string, path: string, init?: { body?: unknown; headers?: object }) => Promise<Answer>;
