import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { MAX_ADMITTED } from "../../../packages/core/src/order/order.place.sql.ts";
import { buy, place, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { recordTrials } from "../../support/proof.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { HANG_MS, LONG_TEST } from "../../support/timeouts.ts";

const GUESTS = 100;
const STOCK = 10;
const ROUNDS = rounds(1_000, "C1");
/** Resolves with the first `count` results. */
const firstOf = <T>(all: Promise<T>[], count: number): Promise<T[]> =>
  new Promise((resolve) => {
    const results: T[] = [];
    for (const one of all)
      one.then((result) => {
        if (results.push(result) === count) resolve(results);
      });
  });

/** Of the single large round. */
const MANY = Number(process.env.RACES) >= 1 ? 1_000 : 200;
const PRICE = 2500;
/** The number of concurrent buyers. More of them would only wait. */
const AT_ONCE = 250;

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("100 guests want one of 10 units, on a real PostgreSQL", () => {
  const sku = "RACE-M";

  beforeAll(() => stockUp([sku], PRICE));

  const query = async (text: string, values: unknown[] = []) =>
    (await database?.pool.query(text, values))?.rows ?? [];

  /** Runs one round. Returns the accepted orders, the stored orders, and the remaining stock. */
  async function round(guests = GUESTS, there = STOCK) {
    await query("truncate orders, order_line, event, cart_checkout cascade");
    await query("update variant set stock = $1", [there]);
    const answers: PromiseSettledResult<unknown>[] = [];
    let left = guests;
    const queue = async () => {
      while (left-- > 0)
        answers.push(...(await Promise.allSettled([buy({ lines: { [sku]: 1 }, price: PRICE })])));
    };
    await Promise.all(Array.from({ length: Math.min(guests, AT_ONCE) }, queue));
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    const [count] = await query("select count(*)::int as orders from orders");
    const [variant] = await query(`select stock from variant where sku = '${sku}'`);
    const codes = [...new Set(refused)];
    return { accepted: guests - refused.length, orders: count?.orders, stock: Number(variant?.stock), codes };
  }

  it(`sells exactly 10 in each of ${ROUNDS} rounds`, LONG_TEST, async () => {
    for (let i = 0; i < ROUNDS; i++) {
      expect(await round(), `round ${i}`).toEqual({
        accepted: STOCK,
        orders: STOCK,
        stock: 0,
        codes: ["stock.insufficient"],
      });
    }
    console.log(
      `races: ${ROUNDS} rounds of ${GUESTS} guests for ${STOCK} units: ${ROUNDS * STOCK} orders, 0 oversold`,
    );
  });

  it(`sells exactly 100 units to ${MANY} guests, and refuses the others`, LONG_TEST, async () => {
    const { accepted, orders, stock, codes } = await round(MANY, 100);
    expect([accepted, orders, stock]).toEqual([100, 100, 0]);
    // A buyer who would wait longer than a request may take gets a 503.
    for (const code of codes) expect(code).toBeOneOf(["stock.insufficient", "service.unavailable"]);
    recordTrials({ promise: "L3", trials: MANY });
  });

  const UNITS = 100;
  const pairs = rounds(10_000, "C2");

  it(`sells a last unit to one of two buyers, ${pairs} times`, LONG_TEST, async () => {
    const lasts = Array.from({ length: UNITS }, (_, i) => `LAST-${i}`);
    await stockUp(lasts, PRICE);
    for (let done = 0; done < pairs; done += UNITS) {
      await query("truncate orders, order_line, event, cart_checkout cascade");
      await query("update variant set stock = 1");
      const answers = await Promise.all(
        lasts.map((last) =>
          Promise.allSettled([1, 2].map(() => buy({ lines: { [last]: 1 }, price: PRICE }))),
        ),
      );
      for (const pair of answers) {
        const outcomes = pair.map((answer) =>
          answer.status === "rejected" ? answer.reason.code : "accepted",
        );
        expect(outcomes.sort()).toEqual(["accepted", "stock.insufficient"]);
      }
      const sold = "select count(*)::int as orders, count(distinct sku)::int as skus from order_line";
      expect(await query(sold)).toEqual([{ orders: UNITS, skus: UNITS }]);
      expect(await query("select sum(stock)::int as left from variant where sku like 'LAST-%'")).toEqual([
        { left: 0 },
      ]);
    }
  });

  describe("while the variant of an order is locked", () => {
    // Each test has its own: after a refusal, this instance refuses the SKU itself for a moment.
    const skus = ["LOCKED-S", "LOCKED-M", "LOCKED-L"];
    let sku = "";
    beforeEach(() => {
      sku = skus.shift() ?? "";
    });
    let unlock = async () => {};
    let admit = "";
    async function lock(stock: number) {
      await query("update variant set stock = $1", [stock]);
      const other = await database?.pool.connect();
      await other?.query(`begin; select from variant where sku = '${sku}' for update`);
      unlock = async () => {
        unlock = async () => {};
        await other?.query("rollback");
        other?.release();
      };
    }
    beforeAll(async () => {
      await stockUp(skus, PRICE);
      admit = (await query("select pg_get_functiondef('admit_order'::regproc) as sql"))[0]?.sql;
    });
    afterEach(async () => {
      await unlock();
      await query(admit);
    });
    const waiting = async () => {
      const text = "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'";
      return (await query(text))[0]?.count;
    };
    const left = async () =>
      Number((await query(`select stock from variant where sku = '${sku}'`))[0]?.stock);
    const once = () => place({ lines: { [sku]: 1 }, price: PRICE, cartId: newId("cart", new Date()) });

    it("admits 16 orders, and refuses the others while these wait", LONG_TEST, async () => {
      // On a busy machine, the last orders arrive after the first ones have waited for two seconds.
      await query(admit.replace("'2s'", "'10min'"));
      await lock(100);
      const outcome = ({ code }: { code?: string }) => code;
      const orders = Array.from({ length: 60 }, () => once().then(() => "placed", outcome));
      const refused = await firstOf(orders, 60 - MAX_ADMITTED);
      expect(new Set(refused)).toEqual(new Set(["checkout.busy"]));
      await expect.poll(waiting, { timeout: HANG_MS }).toBe(MAX_ADMITTED);
      // One for the row, and the others for their turn: all that wait for a row wake up at each change of it.
      expect(
        await query("select locktype, count(*)::int from pg_locks where not granted group by 1 order by 1"),
      ).toEqual([
        { locktype: "advisory", count: MAX_ADMITTED - 1 },
        { locktype: "transactionid", count: 1 },
      ]);
      await unlock();
      expect((await Promise.all(orders)).filter((one) => one === "placed")).toHaveLength(MAX_ADMITTED);
      expect(await left()).toBe(100 - MAX_ADMITTED);
    });

    it(
      "ends an order's statement after two seconds, so that it does not wait for nobody",
      LONG_TEST,
      async () => {
        await lock(100);
        // PostgreSQL has ended it: the test's own limit for the call is a hundred times longer than the shop's.
        const order = once().catch((error: unknown) => error);
        await expect.poll(waiting, { timeout: HANG_MS, interval: 20 }).toBe(1);
        expect(await order).toMatchObject({ code: "checkout.busy" });
        expect(await waiting()).toBe(0);
        await unlock();
        expect(await left()).toBe(100);
      },
    );

    it("does not let an order of something sold out wait", LONG_TEST, async () => {
      await lock(0);
      await expect(once()).rejects.toMatchObject({ code: "stock.insufficient" });
    });
  });

  it("oversells without the check constraint, so the tests above can fail", async () => {
    await query("alter table variant drop constraint variant_stock_not_negative");
    const since = performance.now();
    let [orders, stock] = [0, 0];
    for (let i = 0; needsAnotherRound(i, 1, () => orders > STOCK, since); i++)
      ({ orders, stock } = await round());
    expect(stock).toBeLessThan(0);
  });
});
