import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(1_000, "C3", "C4", "C5", "C8");
const PRICE = 2500;

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("one cart, ordered more than once at a time, on a real PostgreSQL", () => {
  beforeAll(() => stockUp(["A", "B", "C"], PRICE));

  const query = async (text: string) => (await database?.pool.query(text))?.rows ?? [];

  /** Waits for concurrent purchases. Returns the successes, the refusals, the stored orders, and the sold units. */
  async function outcome(purchases: Promise<unknown>[]) {
    const answers = await Promise.allSettled(purchases);
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    const [orders] = await query("select count(*)::int as n from orders");
    const [stock] = await query("select 3000 - sum(stock)::int as sold from variant");
    return {
      placed: answers.length - refused.length,
      refused: [...new Set(refused)],
      orders: orders?.n,
      sold: stock?.sold,
    };
  }

  async function reset() {
    await query("truncate orders, order_line, event, cart_checkout cascade");
    await query("update variant set stock = 1000");
  }

  /** Locks in the order that every purchase locks in: an update alone takes the rows as they lie, and can deadlock. */
  const setPrices = (price: number) =>
    query(`with locked as (select sku from variant order by sku for update)
      update variant v set price = ${price} from locked where v.sku = locked.sku`);

  it(`is sold once, under two keys and with a change between them, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await reset();
      const cartId = newId("cart", new Date());
      const before = { cartId, version: 1, lines: { A: 1 }, price: PRICE };
      const after = { cartId, version: 2, lines: { A: 1, B: 1 }, price: PRICE };
      const { placed, refused, orders, sold } = await outcome([before, after, before, after].map(buy));
      expect([placed, refused, orders], `round ${round}`).toEqual([1, ["cart.already_ordered"], 1]);
      const [order] = await query(
        `select cart_version::int as version, subtotal::int, string_agg(sku, ' ' order by sku) as skus
        from orders o join order_line l on l.order_id = o.id group by o.id`,
      );
      // Exactly one of the two versions of the cart, and every unit is paid for.
      expect({ ...order, sold }, `round ${round}`).toEqual(
        order?.version === 1
          ? { version: 1, subtotal: PRICE, skus: "A", sold: 1 }
          : { version: 2, subtotal: 2 * PRICE, skus: "A B", sold: 2 },
      );
    }
  });

  it(`becomes one order under one key, 50 times at once, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await reset();
      const same = { cartId: newId("cart", new Date()), key: "same", lines: { A: 1 }, price: PRICE };
      const { placed, orders, sold } = await outcome(Array.from({ length: 50 }, () => buy(same)));
      expect([placed, orders, sold], `round ${round}`).toEqual([50, 1, 1]);
    }
  });

  it(
    `is sold at the expected price or not at all while prices change, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      const total = { placed: 0, refused: 0 };
      const least = ROUNDS / 10;
      const hasOccurred = () => Math.min(total.placed, total.refused) > least;
      const since = performance.now();
      let took = 20;
      for (let round = 0; needsAnotherRound(round, ROUNDS, hasOccurred, since); round++) {
        await reset();
        await setPrices(PRICE);
        const purchases = Array.from({ length: 6 }, () => buy({ lines: { A: 1, B: 1 }, price: PRICE }));
        const started = performance.now();
        const result = outcome(purchases);
        // Changes the price at a random moment of the purchases' duration, which the last round has measured.
        await sleep(Math.random() * took);
        const change = setPrices(PRICE + 1);
        const { placed, refused } = await result;
        took = performance.now() - started;
        await change;
        for (const code of refused) expect(code).toBe("checkout.price_changed");
        const wrong = `select from order_line where unit_price <> ${PRICE}`;
        expect(
          await query(`select count(*)::int as n from orders o where exists (${wrong} and order_id = o.id)`),
        ).toEqual([{ n: 0 }]);
        total.placed += placed;
        total.refused += purchases.length - placed;
      }
      console.log(`races: prices that change: ${JSON.stringify(total)}`);
      await setPrices(PRICE);
    },
  );

  it(`never deadlocks with other carts that contain the same SKUs in another order`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await reset();
      const shared = [
        { A: 1, B: 1, C: 1 },
        { C: 1, B: 1, A: 1 },
        { B: 1, A: 1 },
        { C: 1, A: 1 },
      ];
      const purchases = Array.from({ length: 15 }, () => shared).flat();
      const { placed, orders, sold } = await outcome(purchases.map((lines) => buy({ lines, price: PRICE })));
      expect([placed, orders, sold], `round ${round}`).toEqual([60, 60, 15 * 10]);
      // PostgreSQL ends a deadlock after a second, and the shop repeats what it ended.
      const [found] = await query(
        "select deadlocks::int from pg_stat_database where datname = current_database()",
      );
      expect(found?.deadlocks).toBe(0);
    }
  });
});
