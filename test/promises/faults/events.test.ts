import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context } from "@myclothes/core/context";
import * as Dead from "@myclothes/core/events/dead";
import * as Sweep from "@myclothes/core/events/sweep";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { deleteItem, putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { deployer } from "../../support/admin.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Client, copyOf, secretOf } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import type { Fault, Script } from "../../support/fault-proxy.ts";
import { gate } from "../../support/gate.ts";
import { captureLog, expectStock, quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { eventsOf, takeMessages } from "../../support/worker.ts";
import { SEED, trials } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";
import { createProducts, type Products } from "./journey.ts";
import { type FaultyWorker, startWorker } from "./worker.ts";

// F13: DynamoDB fails when orders are placed, so Worker has something to do. Messages arrive one to five times and in any order.
// Worker dies, or a call of it fails, at each of its calls in turn. One event of ten cannot be handled until it has become a dead
// letter.

const AT_ONCE = 10;

let stop: () => Promise<void>;
let products: Products;
let shop: Instance;
let log: ReturnType<typeof captureLog>;
const dead: FaultyWorker[] = [];
beforeAll(async () => {
  stop = await startOwnEngines();
  products = await createProducts();
  await run("create table effect (subject text)");
  shop = await startInstance("sqs");
});
beforeEach(() => {
  log = captureLog();
  return () => log.restore();
});
afterAll(async () => {
  // Closed only now: a new proxy with the same port would get the late calls of a dead one.
  await Promise.all([shop, ...dead].map((one) => one.close()));
  await stop();
});

const patient = () => context({ timeoutMs: 600_000 });
const cartOf = async (by: Client) => (await copyOf(by).send("GET", "/v1/cart")).body;
const effects = async (orderId: string) =>
  (await run("select subject from effect where subject = :orderId", { orderId })).length;

interface Placed {
  by: Client;
  order: { id: string; token: string };
  /** The order's event. */
  id: string;
  /** The units that must stay in the cart. */
  left: Record<string, number>;
}

/**
 * Places an order while its units cannot be removed from the cart. Then the shopper may remove some of them, and add one more,
 * which was not ordered and must stay.
 */
async function placeWithoutRemoval(chance: Random): Promise<Placed> {
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
  const [id = ""] = await eventsOf(order.body.id);
  return { by, order: order.body, id, left: more > 0 ? { [one]: more } : {} };
}

const shuffled = <T>(all: T[], chance: Random): T[] =>
  all
    .map((one) => ({ one, key: chance.below(1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

const FAULTS: (Fault | "death before" | "death after")[] = [
  "death before",
  "death after",
  "reset before",
  "reset after",
  { status: 503 },
];

/** Delivers a batch to a Worker that meets a fault at its call number `at`. Returns the Worker for the next batch. */
async function deliverWith(
  worker: FaultyWorker,
  ids: string[],
  at: number,
  fault: (typeof FAULTS)[number],
): Promise<FaultyWorker> {
  const death = gate();
  const script: Script = ({ count }) => {
    if (count < at) return "pass";
    if (fault !== "death before" && fault !== "death after") return count === at ? fault : "pass";
    if (count === at) death.open();
    return count === at && fault === "death after" ? "hang after" : "hang before";
  };
  worker.useScript(script);
  const ended = worker.deliver(ids, 1).then(
    () => "alive",
    // The first statement of the batch has failed.
    () => "alive",
  );
  const how = await Promise.race([death.opened.then(() => "dead"), ended]);
  if (how === "alive") return worker;
  await worker.idle();
  dead.push(worker);
  // Until then, another run leaves the events to the dead one.
  await run("update event set leased_until = now() where leased_until is not null");
  return startWorker();
}

it(
  `each event has one effect, and a failing one becomes a dead letter, ${trials()} times`,
  LONG_TEST,
  async () => {
    const chance = random(SEED);
    let worker = await startWorker();
    let turn = 0;
    for (let done = 0; done < trials(); done += AT_ONCE) {
      const orders: Placed[] = [];
      for (let i = 0; i < AT_ONCE; i++) orders.push(await placeWithoutRemoval(chance));
      const [poison, ...rest] = orders;
      if (!poison) throw new Error("no orders");
      const { id: cartId } = await cartOf(poison.by);
      const broken = { table: "Carts", item: { id: cartId, version: "?" } } as const;
      await putItem(patient(), broken, { expression: "attribute_exists(id)" });

      const messages = shuffled(
        orders.flatMap(({ id }) => Array(1 + chance.below(5)).fill(id) as string[]),
        chance,
      );
      while (messages.length > 0) {
        const batch = messages.splice(0, 1 + chance.below(AT_ONCE));
        const fault = FAULTS[turn % FAULTS.length] ?? "pass";
        // The more messages a batch has, the more calls it makes.
        worker = await deliverWith(
          worker,
          batch,
          Math.floor(turn / FAULTS.length) % (2 + 6 * batch.length),
          fault,
        );
        turn++;
      }
      // The queue delivers again what has failed or was lost with a Worker.
      worker.useScript(() => "pass");
      for (let receives = 2; receives <= 5; receives++) {
        // It does so after three minutes, when no run has a lease any more.
        await run("update event set leased_until = now() where leased_until is not null");
        await worker.deliver(
          shuffled(orders, chance).map(({ id }) => id),
          receives,
        );
      }
      for (const { by, order, left } of rest) {
        const where = `seed ${SEED}, turn ${turn}: ${order.id}`;
        expect(await eventsOf(order.id, { unhandled: true }), where).toEqual([]);
        expect(quantities((await cartOf(by)).lines), where).toEqual(left);
        expect(await effects(order.id), where).toBe(1);
      }
      expect(log.alarms()).toBeGreaterThan(0);
      const { data } = await Dead.dead(patient(), { limit: 100, cursor: undefined });
      expect(data.map(({ id }) => id)).toEqual([poison.id]);
      // A person repairs the cause.
      await deleteItem(
        patient(),
        { table: "Carts", key: { id: cartId } },
        { expression: "attribute_exists(id)" },
      );
      expect(await Dead.retry(patient(), deployer, [poison.id])).toEqual([poison.id]);
      expect(await worker.deliver([poison.id], 1)).toEqual(new Set());
      expect([await effects(poison.order.id), await eventsOf(poison.order.id, { unhandled: true })]).toEqual([
        1,
        [],
      ]);
      await expectStock(products.skus, products.stock);
      log.expectNoSecrets(orders.flatMap(({ by, order }) => [secretOf(by), order.token]));
    }
    await worker.close();
    recordTrials({ promise: "F13", trials: trials(), faults: turn, seed: SEED });
  },
);

/** What a queue does that is unavailable. It hangs once in a while only, because each order then waits for a second. */
const OUTAGES = ["reset", "503", "hang", "refused messages"] as const;

it(
  `orders are answered while the queue is unavailable, and their events are handled later, ${trials(100)} times`,
  LONG_TEST,
  async () => {
    const chance = random(SEED);
    await run("update event set handled_at = now() where handled_at is null");
    await takeMessages();
    let outage: (typeof OUTAGES)[number] = "reset";
    const down = createServer((request, response) => {
      request.resume();
      if (outage === "reset") response.socket?.destroy();
      if (outage === "503") response.writeHead(503).end("<h1>503</h1>");
      if (outage === "refused messages") response.end('{"Failed":[{"Id":"0"}]}');
    });
    await new Promise<void>((resolve) => down.listen(0, "127.0.0.1", resolve));
    const queue = process.env.AWS_ENDPOINT_URL_SQS;
    process.env.AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${(down.address() as AddressInfo).port}`;
    const orders: Placed[] = [];
    try {
      for (let i = 0; i < trials(100); i++) {
        outage = OUTAGES[i % OUTAGES.length] ?? "reset";
        orders.push(await placeWithoutRemoval(chance));
      }
      outage = "reset";
      await expect(Sweep.sendAgain(patient(), 0)).rejects.toThrow();
    } finally {
      process.env.AWS_ENDPOINT_URL_SQS = queue;
      down.closeAllConnections();
      down.close();
    }
    expect(await takeMessages()).toEqual([]);
    expect(await Sweep.sendAgain(patient(), 0)).toBe(orders.length);
    const messages = await takeMessages();
    expect(messages.sort()).toEqual(orders.map(({ id }) => id).sort());
    const worker = await startWorker();
    expect(await worker.deliver(messages, 1)).toEqual(new Set());
    for (const { by, order, left } of orders) {
      expect(quantities((await cartOf(by)).lines)).toEqual(left);
      expect(await effects(order.id)).toBe(1);
    }
    await worker.close();
    recordTrials({ promise: "W2", trials: orders.length, faults: orders.length, seed: SEED });
  },
);
