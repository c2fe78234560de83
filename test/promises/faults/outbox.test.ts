import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { put } from "../../../packages/core/src/aws/dynamo.write.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Client, copyOf, secretOf } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { expectStock, listen, quantities } from "../../support/oracles.ts";
import { PATIENT } from "../../support/patient.ts";
import { type Process, startProcess } from "../../support/process.ts";
import { run } from "../../support/products.ts";
import { show } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { type Wares, wares } from "./shopper.ts";
import { SEED, trials } from "./trials.ts";

// F13: the carts' store is away when orders are placed. Their events are dealt with later: one to five times each, in any
// order, at several places at once, and one among them cannot be dealt with at all.

const AT_ONCE = 10;

let stop: () => Promise<void>;
let goods: Wares;
let shop: Process;
let log: ReturnType<typeof listen>;
beforeAll(async () => {
  stop = await startOwnEngines();
  goods = await wares();
  shop = await startProcess();
  log = listen();
});
afterAll(async () => {
  log.restore();
  await shop.close();
  await stop();
});

const patient = () => context({ timeoutMs: 60_000 });
const cartOf = async (by: Client) => (await copyOf(by).send("GET", "/v1/cart")).body;
const events = async (orderId: string) =>
  (await run("select id from outbox where subject = :orderId", { orderId })).length;

/**
 * An order whose lines are still in the cart. Since then the shopper may have removed some of them, and added one more: that one
 * was not sold, and stays.
 */
async function halfDone(chance: Random) {
  const [one = "", other = ""] = goods.skus;
  const by = shop.client();
  const add = (sku: string, quantity: number) =>
    by.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers: keyed() });
  shop.follow(() => "pass");
  await add(one, 1 + chance.below(3));
  const { body: cart } = await add(other, 1);
  shop.follow(({ operation }) => (operation === "PutItem" ? "reset before" : "pass"));
  const order = await by.send("POST", "/v1/orders", {
    body: orderOf(cart.subtotal.amount),
    headers: keyed(),
  });
  shop.follow(() => "pass");
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

it(`each event has one effect, and one that fails stays, ${trials()} times`, PATIENT, async () => {
  const chance = random(SEED);
  for (let done = 0; done < trials(); done += AT_ONCE) {
    const orders: Awaited<ReturnType<typeof halfDone>>[] = [];
    for (let i = 0; i < AT_ONCE; i++) orders.push(await halfDone(chance));
    // Delivered again, up to four times, and out of order.
    const again = orders.flatMap(({ order }) => Array(chance.below(5)).fill(order.id));
    for (let i = again.length - 1; i > 0; i--) {
      const j = chance.below(i + 1);
      [again[i], again[j]] = [again[j], again[i]];
    }
    for (const id of again)
      await run("insert into outbox (event, subject) values ('order.placed', :id)", { id });
    const [poison, ...rest] = orders;
    if (!poison) throw new Error("no orders");
    const { id } = await cartOf(poison.by);
    const broken = { table: "Carts", item: { id, version: "?" } } as const;
    await put(context(), broken, { expression: "attribute_exists(id)" });

    const swept = await Promise.all(
      Array.from({ length: 1 + chance.below(3) }, () => Events.deliver(patient(), handlers, 0)),
    );
    for (const { failed } of swept) expect(failed).toBeGreaterThan(0);
    expect(log.alarms()).toBeGreaterThan(0);
    await Events.deliver(patient(), handlers, 0);
    for (const { by, order, left } of rest) {
      expect(quantities((await cartOf(by)).lines), `seed ${SEED}: the cart of ${order.id}`).toEqual(left);
      expect(await events(order.id)).toBe(0);
    }
    expect(await events(poison.order.id)).toBeGreaterThan(0);
    await run("delete from outbox where subject = :id", { id: poison.order.id });
    await expectStock(goods.skus, goods.stock);
    log.expectSilenceOn(orders.flatMap(({ by, order }) => [secretOf(by), order.token]));
  }
  show({ promise: "F13", trials: trials(), seed: SEED });
});
