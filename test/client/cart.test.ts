import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type Change, predict } from "../../packages/client/src/cart.rules.ts";
import { type Cart, createClient } from "../../packages/client/src/index.ts";
import { askShop } from "../support/client.ts";
import { product } from "../support/products.ts";
import { baseUrl, browser } from "./browser.ts";

const skus: string[] = [];
beforeAll(async () => {
  const created = await product({
    variants: [{ size: "S" }, { size: "M" }, { size: "L" }],
    stock: 50,
    price: 1000,
  });
  skus.push(...created.skus);
});

const preview = {
  title: "A shirt",
  options: { size: "M", color: "Navy" },
  image: null,
  unitPrice: { amount: 1000, currency: "USD" } as const,
};

describe("the cart of a page", () => {
  it("shows a change at once, and the shop's cart when it has answered", async () => {
    const shop = createClient({ baseUrl, fetch: browser() });
    const seen: number[] = [];
    await shop.cart.refresh();
    shop.cart.subscribe(() => seen.push(shop.cart.get().cart?.itemCount ?? -1));
    const [sku = ""] = skus;
    const added = shop.cart.add(sku, 2, preview);
    expect(shop.cart.get()).toMatchObject({
      isPending: true,
      cart: { itemCount: 2, lines: [{ sku, title: "A shirt" }], subtotal: { amount: 2000 } },
    });
    const { data } = await added;
    expect(shop.cart.get()).toEqual({ cart: data, isPending: false, problem: null });
    expect(data?.lines[0]?.title).not.toBe("A shirt");
    expect(seen[0]).toBe(2);
  });

  it("sends one request at a time, in order, and reads the cart before its first write", async () => {
    const log: string[] = [];
    let running = 0;
    const fetch = browser((request) => async (path, init) => {
      log.push(`${request.method} ${path}`);
      expect(++running).toBe(1);
      const response = await askShop(path, init);
      running--;
      return response;
    });
    const { cart } = createClient({ baseUrl, fetch });
    const [one = "", two = ""] = skus;
    await Promise.all([cart.add(one), cart.add(two), cart.remove(one), cart.refresh(), cart.refresh()]);
    expect(log).toEqual([
      "GET /v1/cart",
      "POST /v1/cart/items",
      "POST /v1/cart/items",
      `PUT /v1/cart/items/${one}`,
      "GET /v1/cart",
    ]);
    expect(cart.get().cart?.lines.map(({ sku }) => sku)).toEqual([two]);
  });

  it("sends only the last of many quantities of a line", async () => {
    let writes = 0;
    const fetch = browser((request) => (path, init) => {
      if (request.method === "PUT") writes++;
      return askShop(path, init);
    });
    const { cart } = createClient({ baseUrl, fetch });
    const [sku = ""] = skus;
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => cart.set(sku, i + 1)));
    expect(cart.get().cart?.lines).toMatchObject([{ sku, quantity: 20 }]);
    expect(writes).toBeLessThanOrEqual(2);
    expect(results.every(({ data }) => data)).toBe(true);
  });

  it("shows what the shop has, and why, when a change is refused", async () => {
    const { cart } = createClient({ baseUrl, fetch: browser() });
    const [sku = ""] = skus;
    await cart.add(sku);
    const { error } = await cart.add("NO-SUCH-SKU", 1, preview);
    expect(error?.code).toBe("catalog.unknown_sku");
    expect(cart.get()).toMatchObject({
      problem: { code: "catalog.unknown_sku" },
      cart: { lines: [{ sku, quantity: 1 }] },
    });
    await cart.add(sku);
    expect(cart.get().problem).toBe(null);
  });

  it("tells other tabs of the browser", async () => {
    // A server has no tabs: there, carts of different shoppers must not hear of each other.
    vi.stubGlobal("document", {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const fetch = browser();
    const [one, two] = [createClient({ baseUrl, fetch }), createClient({ baseUrl, fetch })];
    const [sku = ""] = skus;
    await one.cart.refresh();
    await two.cart.refresh();
    await one.cart.add(sku, 3);
    await expect.poll(() => two.cart.get().cart?.itemCount).toBe(3);
    one.cart.close();
    two.cart.close();
  });

  it.each([
    ["before the first answer of the shop", false],
    ["after it", true],
  ])("sends a change as soon as there is a network again: %s", async (_, isRead) => {
    const events = new EventTarget();
    const navigator = { onLine: true };
    vi.stubGlobal("navigator", navigator);
    vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
    onTestFinished(() => void vi.unstubAllGlobals());
    const keys = new Set<string | null>();
    let failed = () => {};
    const hasFailed = new Promise<void>((resolve) => {
      failed = resolve;
    });
    const shopper = browser();
    const fetch = async (request: Request) => {
      if (request.method === "POST") keys.add(request.headers.get("idempotency-key"));
      if (navigator.onLine) return shopper(request);
      failed();
      throw new TypeError("Failed to fetch");
    };
    const { cart } = createClient({ baseUrl, fetch, timeoutMs: 50, pauseMs: 20 });
    if (isRead) await cart.refresh();
    navigator.onLine = false;
    const added = cart.add(skus[0] ?? "", 2, preview);
    await hasFailed;
    // Longer than the request's own repetitions.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(cart.get().isPending).toBe(true);
    navigator.onLine = true;
    events.dispatchEvent(new Event("online"));
    expect((await added).data?.itemCount).toBe(2);
    expect(keys.size).toBe(1);
  });

  it("goes on after a listener of the page has thrown", async () => {
    const { cart } = createClient({ baseUrl, fetch: browser() });
    const [sku = ""] = skus;
    const thrown: unknown[] = [];
    const catchIt = (error: unknown) => void thrown.push(error);
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException").on("uncaughtException", catchIt);
    onTestFinished(() => {
      process.removeListener("uncaughtException", catchIt);
      for (const other of others) process.on("uncaughtException", other);
    });
    const stop = cart.subscribe(() => {
      throw new Error("a page's fault");
    });
    const results = await Promise.all([cart.add(sku), cart.add(sku), cart.refresh()]);
    stop();
    expect(results.map(({ data }) => data?.itemCount)).toEqual([1, 2, 2]);
    await expect.poll(() => thrown.length).toBeGreaterThan(0);
    expect((await cart.add(sku)).data?.itemCount).toBe(3);
  });

  it("is read again after signing in and out", async () => {
    const shop = createClient({ baseUrl, fetch: browser() });
    const [sku = ""] = skus;
    await shop.cart.add(sku);
    const email = `client-${Date.now()}@example.com`;
    const body = { email, password: "a room of one's own", name: "Virginia" };
    expect((await shop.POST("/v1/customers", { body })).error).toBeUndefined();
    expect((await shop.DELETE("/v1/sessions/current")).error).toBeUndefined();
    await expect.poll(() => shop.cart.get().cart?.lines).toEqual([]);
    const { password } = body;
    await shop.POST("/v1/sessions", { body: { email, password } });
    await expect.poll(() => shop.cart.get().cart?.lines).toMatchObject([{ sku, quantity: 1 }]);
  });
});

describe("the prediction", () => {
  const cart = (...quantities: number[]): Cart => ({
    id: "cart_1",
    version: 1,
    lines: quantities.map((quantity, i) => ({
      ...preview,
      sku: `S${i}`,
      productId: null,
      productHandle: null,
      available: i !== 2,
      quantity,
      unitPriceWhenAdded: preview.unitPrice,
      lineTotal: { amount: 1000 * quantity, currency: "USD" },
    })),
    itemCount: quantities.reduce((sum, quantity) => sum + quantity, 0),
    subtotal: { amount: 0, currency: "USD" },
    email: null,
    note: null,
    shippingAddress: null,
    discountCodes: [],
    warnings: [],
    expiresAt: null,
  });
  const add = (sku: string, quantity: number): Change => ({ kind: "add", sku, quantity });
  const set = (sku: string, quantity: number): Change => ({ kind: "set", sku, quantity });

  it.each<[string, Change[], Record<string, number>]>([
    ["adds", [add("S0", 2)], { S0: 3, S1: 5 }],
    ["adds at most 99", [add("S0", 99)], { S0: 99, S1: 5 }],
    ["sets and removes", [set("S0", 7), set("S1", 0)], { S0: 7 }],
    ["applies changes in order", [add("S0", 1), set("S0", 4), add("S0", 1)], { S0: 5, S1: 5 }],
    ["ignores a line that it does not know", [add("S9", 1), set("S8", 3)], { S0: 1, S1: 5 }],
    ["clears", [{ kind: "clear" }], {}],
  ])("%s", (_, changes, expected) => {
    const { lines, itemCount, subtotal } = predict(cart(1, 5), changes);
    expect(Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]))).toEqual(expected);
    const pieces = Object.values(expected).reduce((sum, quantity) => sum + quantity, 0);
    expect([itemCount, subtotal.amount]).toEqual([pieces, pieces * 1000]);
  });

  it("does not count a line that is no longer sold", () => {
    expect(predict(cart(1, 1, 1), [add("S0", 1)]).subtotal.amount).toBe(3000);
  });
});
