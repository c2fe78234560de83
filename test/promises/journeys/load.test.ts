import { randomUUID } from "node:crypto";
import type { Shop } from "@myclothes/local/shop";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Answer, type Client, client } from "../../support/client.ts";
import { expectStock, quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { startOwnShop } from "./shop.ts";

// Many shoppers, as many as the shop can serve and more: nobody is shown an error that need not be, and every cart holds what was
// acknowledged. LOAD=1 takes five minutes for it. Otherwise they make so many requests, however long a busy machine takes for them.
const whole = Boolean(process.env.LOAD);
const SECONDS = 300;
const CROWD = { few: 2_000, many: 900 };
/** Of each variant that is sold here. */
const STOCK = 1_000;
const SEED = Number(process.env.SEED ?? 20_261_121);

let shop: Shop;
let handles: string[];
let skus: string[];
beforeAll(async () => {
  shop = await startOwnShop();
  const { send } = shopper();
  const read = (path: string) => retryWhileBusy(() => send("GET", path));
  const { body: list } = await read("/v1/products?limit=20&inStock=true");
  handles = list.data.map(({ handle }: { handle: string }) => handle);
  const products = await Promise.all(handles.map((handle) => read(`/v1/products/${handle}`)));
  skus = products.flatMap(({ body }) => body.variants.slice(0, 1).map(({ sku }: { sku: string }) => sku));
  Object.assign(process.env, shop.env);
  const mine = "sku in (select jsonb_array_elements_text(:skus::jsonb))";
  await run(`update variant set stock = :stock where ${mine}`, { stock: STOCK, skus: JSON.stringify(skus) });
});
afterAll(() => shop?.stop());

const shopper = () => client((path, init) => fetch(new URL(path, shop.url), init));

/** Of a hundred requests so many browse, so many order, and so many sign in, in vain; the rest change a cart. */
interface Mix {
  browse: number;
  order: number;
  signIn?: number;
}

/**
 * Lets so many shoppers go on for so many seconds or, unless it is the whole run, requests. Returns how many answers there were by their
 * status, after every cart and the stock were found to be what they should.
 */
async function crowd(
  size: number,
  { seconds, requests }: { seconds: number; requests: number },
  { browse, order, signIn = 0 }: Mix,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  const end = performance.now() + seconds * 1_000;
  const goesOn = () => (whole ? performance.now() < end : total(statuses) < requests);
  const one = async (number: number) => {
    const by = shopper();
    const chance = random(SEED + number);
    let held: Record<string, number> = {};
    const count = (answer: Answer) => {
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (isPlea(answer)) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      return answer;
    };
    while (goesOn()) {
      const turn = chance.below(100);
      if (turn < browse) count(await by.send("GET", page(chance)));
      else if (turn < browse + signIn) count(await by.send("POST", "/v1/sessions", stranger()));
      else if (turn >= 100 - order) held = (await buy(by, count)) ? {} : held;
      else {
        const sku = chance.pick(skus);
        const quantity = 1 + chance.below(5);
        const request = { body: { quantity }, headers: keyed() };
        const { status } = await retryWhileBusy(async () =>
          count(await by.send("PUT", `/v1/cart/items/${sku}`, request)),
        );
        expect(status).toBe(200);
        held[sku] = quantity;
      }
    }
    const { body: cart } = await retryWhileBusy(() => by.send("GET", "/v1/cart"));
    expect(quantities(cart.lines), `the cart of shopper ${number}, seed ${SEED}`).toEqual(held);
  };
  await Promise.all(Array.from({ length: size }, (_, number) => one(number)));
  await expectStock(skus, STOCK);
  return statuses;
}

const page = (chance: Random): string =>
  chance.pick(["/v1/categories", "/v1/products?limit=20", `/v1/products/${chance.pick(handles)}`]);

/** Whose password is hashed as any other's. */
const stranger = () => ({ body: { email: `${randomUUID()}@example.com`, password: "an engine of my own" } });

/** Whether the whole cart was ordered: it may be empty, or ask for more than there is. */
async function buy(by: Client, count: (answer: Answer) => Answer): Promise<boolean> {
  const { body: cart } = await retryWhileBusy(async () => count(await by.send("GET", "/v1/cart")));
  const request = { body: orderOf(cart.subtotal.amount), headers: keyed() };
  const { status, body } = await retryWhileBusy(async () =>
    count(await by.send("POST", "/v1/orders", request)),
  );
  if (status !== 201) expect(body.code).toBeOneOf(["cart.empty", "stock.insufficient"]);
  return status === 201;
}

const isPlea = ({ status }: Answer): boolean => status === 429 || status === 503;

const total = (statuses: Record<number, number>): number =>
  Object.values(statuses).reduce((sum, count) => sum + count, 0);

it.skipIf(inject("baseUrl"))(
  `16 shoppers, 90 of 100 of whose requests browse and 2 order, ${whole ? `for ${SECONDS} s` : `${CROWD.few} times`}: fewer than one error in 1,000`,
  LONG_TEST,
  async () => {
    const limits = { seconds: SECONDS, requests: CROWD.few };
    const statuses = await crowd(16, limits, { browse: 90, order: 2 });
    // A machine that is busy with other things may ask for patience.
    const right = [200, 201, 409, 422, ...(whole ? [] : [429, 503])];
    const errors = total(statuses) - right.reduce((sum, one) => sum + (statuses[one] ?? 0), 0);
    recordTrials({ promise: "L1", trials: total(statuses), seed: SEED });
    expect(errors, JSON.stringify(statuses)).toBeLessThan(total(statuses) / 1_000);
    expect(statuses[201]).toBeGreaterThan(0);
  },
);

it.skipIf(inject("baseUrl"))(
  `300 shoppers who change their carts or sign in, ${whole ? `for ${SECONDS / 5} s` : `${CROWD.many} times`}: 503 at worst${whole ? ", as for some" : ""}, and nothing lost`,
  LONG_TEST,
  async () => {
    const limits = { seconds: SECONDS / 5, requests: CROWD.many };
    const statuses = await crowd(300, limits, { browse: 10, order: 2, signIn: 20 });
    recordTrials({ promise: "L2", trials: total(statuses), seed: SEED });
    for (const status of Object.keys(statuses).map(Number))
      expect(status).toBeOneOf([200, 201, 401, 409, 422, 429, 503]);
    // So few may be too few for a queue of sign-ins that nobody can wait for.
    if (whole)
      expect((statuses[429] ?? 0) + (statuses[503] ?? 0), JSON.stringify(statuses)).toBeGreaterThan(0);
    console.log(`load: seed ${SEED}, ${JSON.stringify(statuses)}`);
  },
);
