import { expect, it } from "vitest";
import { keyed, orderOf } from "../support/bodies.ts";
import { askShop, type Client, client } from "../support/client.ts";
import { product, run, variant } from "../support/products.ts";
import { random } from "../support/random.ts";

const { below, pick } = random(20261121);
const TRIALS = 1500;

/** A valid body, cut off somewhere or with a few bits turned over. */
function mangled(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(new TextEncoder().encode(text));
  if (below(3) === 0) return bytes.subarray(0, below(bytes.length));
  for (let flips = 1 + below(3); flips > 0; flips--) {
    const at = below(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at);
  }
  return bytes;
}

async function ask({ jar }: Client, method: string, path: string, body: Buffer<ArrayBuffer>) {
  const headers = {
    "content-type": "application/json",
    ...keyed(),
    ...(jar.cookie && { cookie: jar.cookie }),
  };
  const answer = await askShop(path, { method, headers, body });
  expect([body.toString(), answer.status < 500]).toEqual([body.toString(), true]);
  const type = answer.status < 300 ? "application/json" : "application/problem+json";
  expect(answer.headers.get("content-type")).toBe(type);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

it(`${TRIALS} mangled writes of a cart: each is taken or refused, and only what was taken is there`, async () => {
  const { sku } = await product();
  const shopper = client();
  const first = await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  let cart = first.body;
  const statuses = new Set<number>();
  for (let i = 0; i < TRIALS; i++) {
    const post = JSON.stringify({ sku, quantity: 1 + below(9) });
    const put = JSON.stringify({ quantity: below(10) });
    const [method = "", path = "", body = ""] = pick([
      ["POST", "/v1/cart/items", post],
      ["PUT", `/v1/cart/items/${sku}`, put],
    ]);
    const answer = await ask(shopper, method, path, mangled(body));
    statuses.add(answer.status);
    if (answer.status === 200) {
      expect(answer.body.version - cart.version).toBeLessThanOrEqual(1);
      cart = answer.body;
    }
  }
  expect((await shopper.send("GET", "/v1/cart")).body).toEqual(cart);
  for (const status of [200, 400, 404, 422]) expect(statuses).toContain(status);
});

it(`${TRIALS} mangled orders: each is placed once and whole or not at all`, async () => {
  const { sku } = await product({ price: 100, stock: 10_000 });
  const shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const { body: cart } = await shopper.send("GET", "/v1/cart");
  const statuses = new Set<number>();
  let placed = 0;
  for (let i = 0; i < TRIALS; i++) {
    const { status, body } = await ask(shopper, "POST", "/v1/orders", mangled(JSON.stringify(orderOf(100))));
    statuses.add(status);
    if (status !== 201) continue;
    placed++;
    expect([body.total.amount, body.lines.length]).toEqual([699, 1]);
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  }
  const [row] = await run("select count(*) from orders where cart_id = :id", { id: cart.id });
  expect([Number(row?.[0]), (await variant(sku)).stock]).toEqual([placed, 10_000 - placed]);
  expect((await shopper.send("GET", "/v1/cart")).body.itemCount).toBe(1);
  for (const status of [201, 400, 409, 422]) expect(statuses).toContain(status);
});
