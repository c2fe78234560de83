import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { catalogue, extraProduct } from "@myclothes/demo-catalogue";
import { orderOf } from "../support/bodies.ts";
import type { Source } from "./load.ts";
import { ask, http, type Request, record, type Shopper, shopperOf } from "./record.ts";
import type { Scenario } from "./scenario.ts";
import type { Name } from "./targets.ts";

export interface Operation {
  title: string;
  status: number;
  /** `target` shall reach at least `least` times the rate of `of`. */
  aims: { target: "gateway" | "instance"; of: "bare" | "floor" | "ceiling"; least: number }[];
  scenarios: Record<string, Scenario>;
  /** The only servers that can answer it. Without: all. */
  only?: Name[];
  /** Prepares for so many clients and answers. Returns the requests of each client. */
  prepare(clients: number, answers: number): Promise<(client: number) => Source>;
}

/** In minor units, for every variant. */
const PRICE = 2500;
/** An add puts one unit into a line, which holds 99. */
const ADDS_A_CART = 80;
/** What an instance remembers when all shoppers buy something else. */
const SPREAD = 1_500;
/** Carts with different variants, so that orders do not wait for the lock on the same stock. */
const ORDER_CARTS = 24;

const atEdge = { target: "gateway", of: "bare", least: 0.8 } as const;
const fromMemory = { target: "instance", of: "floor", least: 0.6 } as const;
const likeTheSdk = { target: "instance", of: "ceiling", least: 0.8 } as const;

/** All operations that are measured. Fills the stores of `process.env` for them. */
export async function operations(): Promise<Operation[]> {
  const skus = await fillCatalogue();
  const list: Request = { method: "GET", path: "/v1/products?limit=20" };
  const { data } = JSON.parse((await ask(list)).body);
  return [
    await publicRead("list of 20 products", list),
    await publicRead("one product", { method: "GET", path: `/v1/products/${data[0].handle}` }),
    await add(skus.slice(0, 3)),
    await firstAdd("first add, of one product", skus.slice(0, 1)),
    await firstAdd("first add, spread over 1,500 SKUs", skus.slice(0, SPREAD)),
    await firstAdd("first add, each of a new SKU", skus.slice(SPREAD), { isNew: true }),
    await cartRead("read a cart of 3", skus.slice(0, 3)),
    await cartRead("read a cart of 20", skus.slice(0, 20)),
    await order(skus),
  ];
}

/** Adds 4,000 products of one price, with stock that no benchmark sells out. Returns their SKUs. */
async function fillCatalogue(): Promise<string[]> {
  await load(context(), { categories: catalogue().categories });
  const same = { price: PRICE, compareAtPrice: null, stock: 1_000_000_000 };
  const products = Array.from({ length: 4_000 }, (_, i) => extraProduct(i)).map((product) => ({
    ...product,
    variants: product.variants.map((variant) => ({ ...variant, ...same })),
  }));
  for (let at = 0; at < products.length; at += 100) {
    await load(context({ timeoutMs: 60_000 }), { products: products.slice(at, at + 100) });
  }
  return products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
}

async function publicRead(title: string, request: Request): Promise<Operation> {
  await ask(request);
  const scenarios = { [title]: await record(request) };
  const prepare = async () => () => http(request, title);
  return { title, status: 200, aims: [atEdge, fromMemory], scenarios, prepare };
}

async function cartRead(title: string, skus: string[]): Promise<Operation> {
  const request: Request = { method: "GET", path: "/v1/cart" };
  const scenarios = { [title]: await record(request, await shopper(skus)) };
  const prepare = async (clients: number) => {
    const all = await shoppers(clients, () => skus);
    return (client: number) => http(request, title, all[client]);
  };
  return { title, status: 200, aims: [likeTheSdk], scenarios, prepare };
}

async function add(skus: string[]): Promise<Operation> {
  const title = "add to a cart of 3";
  const request: Request = { method: "POST", path: "/v1/cart/items", body: { sku: skus[0], quantity: 1 } };
  // After 36 writes a cart remembers as many writes as it can. Most measured carts are as long.
  const scenarios = { [title]: await record(request, await shopper(skus, 36)) };
  const prepare = async (clients: number, answers: number) => {
    const all = await shoppers(clients * 2 + Math.ceil(answers / ADDS_A_CART), () => skus);
    return () => {
      let [mine, adds] = [all.pop(), 0];
      return () => {
        if (++adds % ADDS_A_CART === 0) mine = all.pop();
        return mine && http(request, title, mine);
      };
    };
  };
  return { title, status: 200, aims: [likeTheSdk], scenarios, prepare };
}

/** Each request is that of a new visitor, for the next of the SKUs. New ones are in no cache before. */
async function firstAdd(title: string, skus: string[], { isNew = false } = {}): Promise<Operation> {
  let next = 0;
  const request = (): Request => {
    const body = { sku: skus[next++ % skus.length], quantity: 1 };
    return { method: "POST", path: "/v1/cart/items", body };
  };
  if (!isNew) await ask({ ...request(), body: { sku: skus[0], quantity: 1 } });
  next = 0;
  const scenarios = { [title]: await record(request()) };
  const prepare = async () => () => () => http(request(), title);
  return { title, status: 200, aims: [], scenarios, only: ["gateway", "instance"], prepare };
}

async function order(skus: string[]): Promise<Operation> {
  const title = "order a cart of 3";
  const name = (i: number) => `${title}, ${i % ORDER_CARTS}`;
  const skusOf = (i: number) => skus.slice(3 * (i % ORDER_CARTS), 3 * (i % ORDER_CARTS) + 3);
  const request = ({ owner }: Shopper): Request => ({
    method: "POST",
    path: "/v1/orders",
    body: orderOf(3 * PRICE),
    headers: { "idempotency-key": owner },
  });
  const scenarios: Operation["scenarios"] = {};
  for (let i = 0; i < ORDER_CARTS; i++) {
    const one = await shopper(skusOf(i));
    scenarios[name(i)] = await record(request(one), one);
  }
  const prepare = async (clients: number, answers: number) => {
    const all = await shoppers(clients * 2 + answers, skusOf);
    let i = 0;
    return () => () => {
      const one = all[i++];
      return one && http(request(one), name(i - 1), one);
    };
  };
  return { title, status: 201, aims: [], scenarios, prepare };
}

/** Makes a shopper with one of each SKU in the cart, in at least so many writes. A busy machine may need another try. */
async function shopper(skus: string[], writes = skus.length, tries = 5): Promise<Shopper> {
  try {
    let cookie: string | undefined;
    for (let i = 0; i < writes; i++) {
      const body = { sku: skus[i] ?? skus[1], quantity: 1 };
      cookie = (await ask({ method: "POST", path: "/v1/cart/items", body }, cookie)).cookie;
    }
    return shopperOf(cookie ?? "");
  } catch (error) {
    if (tries === 1) throw error;
    return shopper(skus, writes, tries - 1);
  }
}

async function shoppers(count: number, skusOf: (i: number) => string[]): Promise<Shopper[]> {
  const made: Shopper[] = [];
  let next = 0;
  const work = async () => {
    for (let i = next++; i < count; i = next++) made[i] = await shopper(skusOf(i));
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return made;
}
