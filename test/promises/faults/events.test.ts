import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Client, copyOf, secretOf } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { captureLog, expectStock, quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { SEED, trials } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";
import { createProducts, type Products } from "./journey.ts";

// F13: DynamoDB is down when orders are placed. Their events are handled later: one to five times each, in any order, by several
// sweeps at once. One event cannot be handled at all.

const AT_ONCE = 10;

let stop: () => Promise<void>;
let products: Products;
let shop: Instance;
let log: ReturnType<typeof captureLog>;
beforeAll(async () => {
  stop = await startOwnEngines();
  products = await createProducts();
  shop = await startInstance();
  log = captureLog();
});
afterAll(async () => {
  log.restore();
  await shop.close();
  await stop();
});

const longContext = () => context({ timeoutMs: 60_000 });
const cartOf = async (by: Client) => (await copyOf(by).send("GET", "/v1/cart")).body;
const events = async (orderId: string) =>
  (await run("select id from event where subject = :orderId and handled_at is null", { orderId })).length;

/**
 * Places an order while its units cannot be removed from the cart. Then the shopper may remove some of them, and add one more, which was
 * not ordered and must stay.
 */
async function placeWithoutRemoval(chance: Random) {
  const [one = "", other = ""] = products.skus;
  const by = shop.client();
  const add = (sku: string, quantity: number) =>
    by.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers: keyed() });
  shop.useScript(() => "pass");
  await add(one, 1 + chance.below(3));
  const { body: cart } = await add(other, 1);
  shop.useScript(({ operation }) => (operation === "PutItem" ? "reset before" : "pass"));
  const order = await by.send("POST", "/v1/orders", {
    body: orderOf(cart.subtotal.amount),
    headers: keyed(),
  });
  shop.useScript(() => "pass");
  expect(order.status).toBe(201);
  const path = `/v1/cart/items/${one}`;
  const removals = [
    () => by.send("DELETE", "/v1/cart", { headers: keyed() }),
    () => by.send("DELETE", path, { headers: keyed() }),
    () => by.send("PUT", path, { body: { quantity: 1 }, headers: keyed() }),
    () => undefined,
  ];
  await chance.pick(removals)();
  const more = chance.below(2);
  if (more > 0) await add(one, more);
  return { by, order: order.body, left: more > 0 ? { [one]: more } : {} };
}

it(`each event has one effect, and a failing one stays stored, ${trials()} times`, LONG_TEST, async () => {
  const chance = random(SEED);
  for (let done = 0; done < trials(); done += AT_ONCE) {
    const orders: Awaited<ReturnType<typeof placeWithoutRemoval>>[] = [];
    for (let i = 0; i < AT_ONCE; i++) orders.push(await placeWithoutRemoval(chance));
    // Up to four more deliveries of each event, out of order.
    const again = orders.flatMap(({ order }) => Array(chance.below(5)).fill(order.id));
    for (let i = again.length - 1; i > 0; i--) {
      const j = chance.below(i + 1);
      [again[i], again[j]] = [again[j], again[i]];
    }
    for (const id of again)
      await run("insert into event (name, subject) values ('order.placed', :id)", { id });
    const [poison, ...rest] = orders;
    if (!poison) throw new Error("no orders");
    const { id } = await cartOf(poison.by);
    const broken = { table: "Carts", item: { id, version: "?" } } as const;
    await putItem(context(), broken, { expression: "attribute_exists(id)" });

    const swept = await Promise.all(
      Array.from({ length: 1 + chance.below(3) }, () => Events.deliver(longContext(), handlers, 0)),
    );
    for (const { failed } of swept) expect(failed).toBeGreaterThan(0);
    expect(log.alarms()).toBeGreaterThan(0);
    await Events.deliver(longContext(), handlers, 0);
    for (const { by, order, left } of rest) {
      expect(quantities((await cartOf(by)).lines), `seed ${SEED}: the cart of ${order.id}`).toEqual(left);
      expect(await events(order.id)).toBe(0);
    }
    expect(await events(poison.order.id)).toBeGreaterThan(0);
    await run("delete from event where subject = :id", { id: poison.order.id });
    await expectStock(products.skus, products.stock);
    log.expectNoSecrets(orders.flatMap(({ by, order }) => [secretOf(by), order.token]));
  }
  recordTrials({ promise: "F13", trials: trials(), seed: SEED });
});
