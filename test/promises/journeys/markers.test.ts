import { setTimeout as sleep } from "node:timers/promises";
import type { Shop } from "@myclothes/local/shop";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { address, keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { ask, type RawAnswer } from "../../support/raw.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { startOwnShop } from "./shop.ts";

// Nobody sees another shopper's data: shoppers with unique markers in their carts, orders and addresses request everything at
// once. MARKERS=1 makes all requests.
const SHOPPERS = process.env.MARKERS ? 200 : 45;
const REQUESTS = SHOPPERS * (process.env.MARKERS ? 1_000 : 22);
const AT_ONCE = 20;
const SEED = Number(process.env.SEED ?? 20_261_121);

interface Shopper {
  marker: string;
  cookie: string;
  sku: string;
  /** The paths of personal data, and a text that their answers contain. */
  personal: { path: string; contains: string }[];
}
type Catalogue = { handles: string[]; categories: string[]; variants: { sku: string; price: number }[] };

/** The owner of each marker, ID and token: the shopper whose answer contained it first, which is the one who created it. */
const owners = new Map<string, string>();
const counts: Record<string, number> = {};
let shop: Shop;
let shoppers: Shopper[];
let catalogue: Catalogue;

beforeAll(async () => {
  shop = await startOwnShop();
  catalogue = await readCatalogue();
  const numbers = Array.from({ length: SHOPPERS }, (_, i) => i);
  shoppers = [];
  await atOnce(async () => {
    for (let i = numbers.shift(); i !== undefined; i = numbers.shift()) shoppers.push(await createShopper(i));
  });
});
afterAll(async () => {
  await shop?.stop();
  recordTrials({ promise: "E1", trials: REQUESTS, seed: SEED });
  console.log(`markers: seed ${SEED}, ${REQUESTS} requests: ${JSON.stringify(counts)}`);
});

it.skipIf(inject("baseUrl"))(
  "no answer contains another shopper's marker, and no cacheable answer sets a cookie",
  LONG_TEST,
  async () => {
    let left = REQUESTS;
    await atOnce(async (worker) => {
      const chance = random(SEED + worker);
      while (left-- > 0)
        await chance.pick([browse, browse, browse, own, own, trick, change])(chance.pick(shoppers), chance);
    });
    for (const state of ["Hit", "Miss", "Pass"]) expect(counts[state]).toBeGreaterThan(REQUESTS / 100);
    expect(owners.size).toBeGreaterThan(SHOPPERS * 2);
  },
);

/** A public read, with the marker in its parameters and headers. */
async function browse(shopper: Shopper, chance: Random): Promise<void> {
  const { marker } = shopper;
  const category = chance.pick(catalogue.categories);
  const limit = 1 + chance.below(20);
  const handle = chance.pick(catalogue.handles);
  const path = chance.pick([
    "/v1/categories",
    `/v1/products/${handle}`,
    `/v1/products?category=${category}&limit=${limit}`,
    `/v1/products?limit=${limit}&size=${marker}&category=${category}`,
    `/v1/products?q=${marker}`,
    `/v1/products/${marker}`,
  ]);
  const method = chance.pick(["GET", "GET", "HEAD"]);
  const { status, headers, text } = await send(shopper, path, {
    method,
    headers: { "if-none-match": `"${marker}"`, referer: marker, "user-agent": marker },
  });
  expect(headers["x-cache"]).not.toBe("Pass");
  if (path.endsWith(`/${marker}`)) return expect([path, status]).toEqual([path, 404]);
  expect([path, status, headers["cache-control"]]).toEqual([path, 200, expect.stringContaining("s-maxage")]);
  if (method === "HEAD") return expect(text).toBe("");
  const body = JSON.parse(text);
  if (path.includes(`category=${category}`)) {
    expect(body.data.length).toBeLessThanOrEqual(limit);
    for (const summary of body.data) expect([path, summary.category]).toEqual([path, category]);
  }
  if (path.endsWith(`/${handle}`)) expect(body.handle).toBe(handle);
}

async function own(shopper: Shopper, chance: Random): Promise<void> {
  const { path, contains } = chance.pick(shopper.personal);
  const { status, headers, text } = await send(shopper, path);
  expect([path, status, text]).toEqual([path, 200, expect.stringContaining(contains)]);
  expect([headers["x-cache"], headers["cache-control"]]).toEqual(["Pass", "no-store"]);
}

/** Requests personal data by a path that looks public. */
async function trick(shopper: Shopper, chance: Random): Promise<void> {
  const { path } = chance.pick(shopper.personal);
  const rest = path.slice("/v1/".length);
  const before = [
    "/v1/products/../",
    "/v1/products/%2e%2e/",
    "/v1/products/x%2f..%2f..%2f",
    "//v1/",
    "/v1/categories/../",
  ];
  const { headers } = await send(shopper, chance.pick(before) + rest);
  expect(headers["cache-control"]).toBe("no-store");
}

async function change(shopper: Shopper, chance: Random): Promise<void> {
  const body = JSON.stringify({ quantity: 1 + chance.below(3) });
  const headers = { "content-type": "application/json" };
  const { status } = await send(shopper, `/v1/cart/items/${shopper.sku}`, { method: "PUT", headers, body });
  // Two concurrent changes of one shopper may conflict.
  expect(status).toBeOneOf([200, 409]);
}

async function send(
  shopper: Shopper,
  path: string,
  { headers = {}, ...more }: Parameters<typeof ask>[2] = {},
) {
  const { marker, cookie } = shopper;
  const request = { ...more, headers: { cookie, "x-request-id": marker, ...headers } };
  for (;;) {
    const answer = await ask(shop.url, path, request);
    counts[String(answer.headers["x-cache"])] = (counts[String(answer.headers["x-cache"])] ?? 0) + 1;
    inspect(marker, path, answer);
    if (answer.status !== 503) return answer;
    await sleep(100);
  }
}

/** The oracle: the answer contains nothing of another shopper. */
function inspect(marker: string, path: string, { headers, text }: Pick<RawAnswer, "headers" | "text">): void {
  const answer = JSON.stringify(headers) + text;
  for (const [found] of answer.matchAll(
    /marker-\d+-|(?:cart|ord|cus|addr)_[0-9A-Z]{26}|__Host-session=[^;"]+/g,
  )) {
    const owner = owners.get(found) ?? marker;
    owners.set(found, owner);
    expect(owner, `the answer to ${marker} at ${path} contains ${found}`).toBe(marker);
  }
  if (/s-maxage|public/.test(headers["cache-control"] ?? ""))
    expect([path, headers["set-cookie"]]).toEqual([path, undefined]);
}

/** Creates a shopper with a cart. One third have an order, one third an account with an address. */
async function createShopper(i: number): Promise<Shopper> {
  const marker = `marker-${i}-`;
  owners.set(marker, marker);
  const shopper = client(async (path, init) => {
    const response = await fetch(new URL(path, shop.url), init);
    inspect(marker, path, {
      headers: Object.fromEntries(response.headers),
      text: await response.clone().text(),
    });
    return response;
  });
  const name = `${marker}name`;
  const personal: Shopper["personal"] = [];
  const { sku, price } = catalogue.variants[i % catalogue.variants.length] ?? { sku: "", price: 0 };
  const made = async (status: number, path: string, body: object) => {
    const answer = await retryWhileBusy(() => shopper.send("POST", path, { body, headers: keyed(path) }));
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    return answer.body;
  };
  const fill = () => made(200, "/v1/cart/items", { sku, quantity: 1 });
  if (i % 3 === 1) {
    await fill();
    const order = orderOf(price, { shippingAddress: { ...address, name } });
    const { id } = await made(201, "/v1/orders", order);
    personal.push({ path: `/v1/orders/${id}`, contains: name });
  }
  if (i % 3 === 2) {
    await made(201, "/v1/customers", {
      email: `${name}@example.com`,
      password: "an engine of my own",
      name,
    });
    await made(201, "/v1/customers/me/addresses", { ...address, name });
    personal.push(
      { path: "/v1/customers/me", contains: name },
      { path: "/v1/customers/me/addresses", contains: name },
    );
  }
  const { id } = await fill();
  personal.push({ path: "/v1/cart", contains: id });
  return { marker, cookie: shopper.jar.cookie, sku, personal };
}

/** Handles and categories, and 30 variants with a stock of at least 20. */
async function readCatalogue(): Promise<Catalogue> {
  const { send } = client((path, init) => fetch(new URL(path, shop.url), init));
  const read = async (path: string) => (await retryWhileBusy(() => send("GET", path))).body;
  const { data } = await read("/v1/products?limit=100&inStock=true");
  const variants: Catalogue["variants"] = [];
  for (const { handle } of data) {
    if (variants.length === 30) break;
    const [variant] = (await read(`/v1/products/${handle}`)).variants;
    const { quantity } = await read(`/v1/variants/${variant.sku}/availability`);
    if (quantity === 20) variants.push({ sku: variant.sku, price: variant.price.amount });
  }
  return {
    handles: data.map(({ handle }: { handle: string }) => handle),
    categories: [...new Set<string>(data.map(({ category }: { category: string }) => category))],
    variants,
  };
}

const atOnce = (work: (worker: number) => Promise<void>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)));
