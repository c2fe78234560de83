import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { retryBusy } from "../../support/busy.ts";
import { place, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { newOrder, PRICE, SKU } from "../../support/order.statement.ts";
import { queryOnce } from "../../support/postgres.ts";
import { rounds } from "../../support/rounds.ts";
import { HANG_MS, LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(200, "C17");
const STOCK = 100_000;
const BUYERS = 12;
/** The orders of a round before the database dies. */
const ORDERS = 30;

const SETTINGS = ["fsync=off", "synchronous_commit=on"];
// A server that others use cannot be killed.
const database = process.env.DATABASE_URL ? undefined : await startDatabase(undefined, SETTINGS);
afterAll(() => database?.stop());

describe.skipIf(!database)("orders of one variant at once, when the database dies", () => {
  const url = database?.pool.options.connectionString ?? "";
  // On new connections, because the dead server's ones do not always know that it is dead.
  const query = (text: string, values?: unknown[]) => queryOnce(url, text, values);
  /** The process that writes the log. None: the server is recovering. */
  const writer = async (): Promise<number | undefined> => {
    const found = query("select pid from pg_stat_activity where backend_type = 'walwriter'");
    return (await found.catch(() => []))[0]?.pid;
  };
  beforeAll(async () => {
    await stockUp([SKU], PRICE);
    // As if there was always another order, so that none waits for the storage with its commit.
    const [lock] = await query("select pg_get_functiondef('lock_variants'::regproc) as sql");
    const never = lock?.sql.replace("alone boolean = true", "alone boolean = false");
    expect(never).not.toBe(lock?.sql);
    await query(never);
  });

  let writerPid: number;
  // The server ends all its processes, and recovers from what is in its files.
  const kill = () => process.kill(writerPid, "SIGKILL");
  beforeEach(async () => {
    await query("truncate orders, order_line, event, cart_checkout cascade");
    await query("update variant set stock = $1", [STOCK]);
    // While it is stopped, only commits that wait for it write to the log. All others are lost when the server dies.
    writerPid = await vi.waitUntil(writer, HANG_MS);
    process.kill(writerPid, "SIGSTOP");
  });

  /** The orders that are there after the recovery. */
  async function recovered(): Promise<Set<string>> {
    await expect.poll(writer, { timeout: HANG_MS }).not.toBeOneOf([undefined, writerPid]);
    return new Set((await query("select id from orders")).map(({ id }) => id));
  }

  it.each(Array.from({ length: ROUNDS }, (_, i) => i))(
    "are there if they were acknowledged, round %i",
    LONG_TEST,
    async () => {
      const acknowledged: string[] = [];
      let isDead = false;
      const buyer = async () => {
        while (!isDead) {
          const bought = await buyOnce(newId("cart", new Date())).catch(() => undefined);
          if (!bought) continue;
          acknowledged.push(bought.order.id);
          if (acknowledged.length !== ORDERS) continue;
          isDead = true;
          kill();
        }
      };
      await Promise.all(Array.from({ length: BUYERS }, buyer));
      const stored = await recovered();
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      const [variant] = await query("select stock from variant");
      expect(Number(variant?.stock) + stored.size).toBe(STOCK);
    },
  );

  it("are there if the answer to a repeated request acknowledged them", LONG_TEST, async () => {
    const cartId = newId("cart", new Date());
    const unanswered = newOrder({ cartId, idempotencyKey: cartId, fingerprint: cartId });
    const [first] = await query(unanswered.text, unanswered.values);
    const { order, replayed } = await retryBusy(() => buyOnce(cartId));
    expect([order.id, replayed]).toEqual([first?.id, true]);
    kill();
    expect([...(await recovered())]).toEqual([order.id]);
  });
});

const buyOnce = (cartId: string) => place({ lines: { [SKU]: 1 }, price: PRICE, cartId, key: cartId });
