import { orderOf } from "../support/bodies.ts";
import { fillCatalogue, PRICE } from "./catalogue.ts";
import { ask, type Request, record } from "./record.ts";
import { OWNER, SCENE, type Scene, SESSION } from "./script.ts";
import { copies, type Original, original, type Shopper } from "./shoppers.ts";

export interface Operation {
  title: string;
  status: number;
  /** What is to be `times` its reference at least, by target. */
  aims: { target: "door" | "instance"; of: "floor" | "ceiling"; least: number }[];
  /** By name, what floor and ceiling do for it. */
  scenes: Record<string, Scene>;
  /** Makes ready for so many clients and answers. Returns the next request of a client, undefined when it has run out. */
  prepare: (clients: number, answers: number) => Promise<(client: number) => string | undefined>;
}

/** An add of one goes to a line until it might be full. */
const ADDS_A_CART = 80;
/** Carts of different garments, so that orders do not wait for one another's stock. */
const ORDER_CARTS = 24;

const fromEdge = { target: "door", of: "floor", least: 0.8 } as const;
const fromMemo = { target: "instance", of: "floor", least: 0.6 } as const;
const asTheEngine = { target: "instance", of: "ceiling", least: 0.8 } as const;

/** All that is measured; fills the stores that `process.env` names with what it needs. */
export async function operations(): Promise<Operation[]> {
  const skus = await fillCatalogue();
  const list = { method: "GET", path: "/v1/products?limit=20" } as const;
  const { data } = JSON.parse((await ask(list)).body);
  const small = await cartOf(skus.slice(0, 3));
  // As many writes as a cart remembers, so that its size does not change any more.
  const used = await cartOf(skus.slice(0, 3), 36);
  return [
    await publicRead("list of 20 products", list),
    await publicRead("one product", { method: "GET", path: `/v1/products/${data[0].handle}` }),
    await add(used, skus[0] ?? ""),
    await cartRead("read a cart of 3", small),
    await cartRead("read a cart of 20", await cartOf(skus.slice(0, 20))),
    await order(skus),
  ];
}

async function publicRead(title: string, request: Request): Promise<Operation> {
  const text = raw(request, title);
  await ask(request);
  const scenes = { [title]: await record(request) };
  return { title, status: 200, aims: [fromEdge, fromMemo], scenes, prepare: async () => () => text };
}

async function cartRead(title: string, from: Original): Promise<Operation> {
  const request = { method: "GET", path: "/v1/cart" } as const;
  const scenes = { [title]: await record(request, from.shopper) };
  const prepare = async (clients: number) => {
    const texts = (await copies([from], clients)).map((shopper) => raw(request, title, shopper));
    return (client: number) => texts[client];
  };
  return { title, status: 200, aims: [asTheEngine], scenes, prepare };
}

async function add(from: Original, sku: string): Promise<Operation> {
  const title = "add to a cart of 3";
  const request = { method: "POST", path: "/v1/cart/items", body: { sku, quantity: 1 } } as const;
  const scenes = { [title]: await record(request, (await copies([from], 1))[0]) };
  const prepare = async (clients: number, answers: number) => {
    const rest = await copies([from], clients * 2 + Math.ceil(answers / (ADDS_A_CART - 1)));
    const turns: { text: string | undefined; left: number }[] = [];
    const next = () => {
      const shopper = rest.pop();
      return { text: shopper && raw(request, title, shopper), left: ADDS_A_CART };
    };
    return (client: number) => {
      let turn = turns[client];
      if (!turn || turn.left === 0) turns[client] = turn = next();
      turn.left--;
      return turn.text;
    };
  };
  return { title, status: 200, aims: [asTheEngine], scenes, prepare };
}

async function order(skus: string[]): Promise<Operation> {
  const title = "order a cart of 3";
  const names = Array.from({ length: ORDER_CARTS }, (_, i) => `${title}, ${i}`);
  const request = (shopper: Shopper): Request => ({
    method: "POST",
    path: "/v1/orders",
    body: orderOf(3 * PRICE),
    headers: { "idempotency-key": shopper.owner },
  });
  const originals: Original[] = [];
  const scenes: Operation["scenes"] = {};
  for (const [i, name] of names.entries()) {
    const from = await cartOf(skus.slice(100 + 3 * i, 103 + 3 * i));
    originals.push(from);
    const [shopper] = await copies([from], 1);
    if (shopper) scenes[name] = await record(request(shopper), shopper);
  }
  const prepare = async (clients: number, answers: number) => {
    const made = await copies(originals, clients + answers);
    let i = 0;
    return () => {
      const shopper = made[i++];
      return shopper && raw(request(shopper), names[(i - 1) % ORDER_CARTS] ?? "", shopper);
    };
  };
  return { title, status: 201, aims: [], scenes, prepare };
}

/** A cart with one of each, written by the shop itself in so many writes at least. */
async function cartOf(skus: string[], writes = skus.length): Promise<Original> {
  let cookie: string | undefined;
  const add = async (sku: string | undefined) => {
    const body = { sku, quantity: 1 };
    cookie = (await ask({ method: "POST", path: "/v1/cart/items", body }, cookie)).cookie;
  };
  for (const sku of skus) await add(sku);
  for (let i = skus.length; i < writes; i++) await add(skus[1]);
  return original(cookie ?? "");
}

/** The request as HTTP/1.1, the same for every target. */
export function raw({ method, path, body, headers = {} }: Request, scene: string, shopper?: Shopper): string {
  const text = body === undefined ? "" : JSON.stringify(body);
  const all = {
    host: "localhost",
    accept: "application/json",
    [SCENE]: scene,
    ...(shopper && { cookie: shopper.cookie, [OWNER]: shopper.owner, [SESSION]: shopper.session }),
    ...(text && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`;
}
