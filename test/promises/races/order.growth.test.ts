import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { newOrder, PRICE, SKU } from "../../support/order.statement.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ORDERS = 200;

// As in a rush: nothing has updated the planner's statistics since the table was empty, and the statement is planned once.
const database = await startDatabase(undefined, ["fsync=off", "synchronous_commit=off", "autovacuum=off"]);
afterAll(() => database?.stop());

describe.skipIf(!database)("orders of a rush, on a real PostgreSQL", () => {
  beforeAll(() => stockUp([SKU], PRICE));

  it("read no more, the more there are", LONG_TEST, async () => {
    const client = await database?.pool.connect();
    const read = async () => {
      await client?.query("select pg_stat_force_next_flush()");
      // Rows and entries of indexes, of all tables that an order touches.
      const { rows = [] } =
        (await client?.query(`select (sum(seq_tup_read) + sum(idx_tup_fetch) + (
          select sum(idx_tup_read) from pg_stat_user_indexes
        ))::int as read from pg_stat_user_tables where relname <> 'variant'`)) ?? {};
      return Number(rows[0]?.read);
    };
    const order = async () => {
      await client?.query("update variant set stock = 100");
      await client?.query({ ...newOrder(), name: "order" });
    };
    // An order begins with a plan of its own, and has a common one after the fifth.
    for (let i = 0; i < 20; i++) await order();
    const costs: number[] = [];
    for (let i = 0; i < ORDERS; i++) {
      const before = await read();
      await order();
      costs.push((await read()) - before);
    }
    client?.release();
    const [first, last] = [costs.slice(0, 20), costs.slice(-20)].map((part) => Math.max(...part));
    expect(first).toBeGreaterThan(0);
    expect(last).toBeLessThanOrEqual((first ?? 0) + 5);
  });
});
