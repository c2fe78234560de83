import * as Product from "@myclothes/core/catalog/edit/product";
import { PutProduct } from "@myclothes/core/catalog/edit/product/schema";
import * as Redirect from "@myclothes/core/catalog/edit/redirect";
import * as Stock from "@myclothes/core/catalog/edit/stock";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retryBusy } from "../../support/busy.ts";
import { productBody } from "../../support/catalog-edits.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const CLERKS = 50;
const BUYERS = 50;
const PRICE = 2500;
const SKUS = ["MOVED-A", "MOVED-B"];
const by = { keyId: "key_race", route: "race" };

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("clerks and buyers at once, on a real PostgreSQL", () => {
  const query = async (text: string) => (await database?.pool.query(text))?.rows ?? [];
  const ctx = () => context({ timeoutMs: 120_000 });

  beforeAll(() => stockUp(SKUS, PRICE));

  const ROUNDS = rounds(500, "C16");

  it(`${CLERKS} clerks and ${BUYERS} buyers add up, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await query("truncate orders, order_line, event, cart_checkout, stock_movement, audit cascade");
      await query("update variant set stock = 20");
      const clerk = (i: number) => {
        const sku = SKUS[i % 2] ?? "";
        const movement = { delta: i % 3 === 0 ? -2 : 3, reason: "correction" as const, note: undefined };
        const write = { key: `${round} ${i}`, fingerprint: "" };
        // Each clerk sends the movement twice, as after a lost answer.
        const send = () => retryBusy(() => Stock.move(ctx(), by, sku, movement, write));
        return Promise.allSettled([send(), send()]);
      };
      const buyer = (i: number) => {
        const [one = "", other = ""] = i % 2 ? SKUS : SKUS.toReversed();
        return buy({ lines: { [one]: 1, [other]: 1 }, price: PRICE });
      };
      const [clerks, buyers] = await Promise.all([
        Promise.all(Array.from({ length: CLERKS }, (_, i) => clerk(i))),
        Promise.allSettled(Array.from({ length: BUYERS }, (_, i) => buyer(i))),
      ]);
      const refused = [...clerks.flat(), ...buyers].flatMap((answer) =>
        answer.status === "rejected" ? [answer.reason.code] : [],
      );
      for (const code of refused) expect(code).toBeOneOf(["stock.below_zero", "stock.insufficient"]);
      // Both requests of a clerk have the same answer.
      for (const [one, other] of clerks)
        if (one?.status === "fulfilled" && other?.status === "fulfilled")
          expect(other.value.value).toEqual(one.value.value);
      const books = await query(`
        select v.sku, v.stock::int as stock, (
          20 + coalesce((select sum(delta) from stock_movement m where m.sku = v.sku), 0)
          - coalesce((select sum(quantity) from order_line l where l.sku = v.sku), 0)
        )::int as expected, v.stock >= 0 as "isValid"
        from variant v where sku like 'MOVED-%'`);
      for (const { sku, stock, expected, isValid } of books)
        expect([round, sku, stock, isValid]).toEqual([round, sku, expected, true]);
      const [counts] = await query(`
        select (select count(*) from orders)::int as orders, (select count(*) from stock_movement)::int as movements,
          (select count(*) from audit)::int as audits, (select count(distinct idempotency_key) from stock_movement)::int as keys`);
      expect(counts?.orders).toBe(buyers.filter(({ status }) => status === "fulfilled").length);
      expect([counts?.audits, counts?.keys]).toEqual([counts?.movements, counts?.movements]);
      // The books of the stock itself: each movement continues from the stock that it found.
      expect(counts?.movements).toBeGreaterThan(CLERKS / 2);
    }
  });

  it("one of several counts with the same tag is set, and the others are refused", LONG_TEST, async () => {
    for (let round = 0; round < 10; round++) {
      const [sku = ""] = SKUS;
      await query("update variant set stock = stock + 1");
      const { version } = await Stock.get(ctx(), sku);
      const counts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, i) =>
          retryBusy(() => Stock.set(ctx(), by, sku, 1_000 * (round + 1) + i, [version])),
        ),
      );
      const done = counts.flatMap((one) => (one.status === "fulfilled" ? [one.value.value.quantity] : []));
      expect(done).toHaveLength(1);
      expect((await Stock.get(ctx(), sku)).value.quantity).toBe(done[0]);
      for (const one of counts) if (one.status === "rejected") expect(one.reason.code).toBe("stock.changed");
    }
  });

  it("puts of one product at once leave the variants of one of them", LONG_TEST, async () => {
    await query(
      "insert into category (handle, title, position) values ('made-for-a-test', 'T', 2) on conflict do nothing",
    );
    const sets = [
      ["PUT-A", "PUT-B"],
      ["PUT-B", "PUT-C"],
      ["PUT-C", "PUT-A", "PUT-D"],
    ];
    for (let round = 0; round < rounds(500); round++) {
      const put = (skus: string[], i: number) => {
        const body = PutProduct.parse(productBody(skus, { title: `Round ${round} ${i}` }));
        return retryBusy(() => Product.put(ctx(), by, "put-at-once", body, undefined));
      };
      await Promise.all([...sets, ...sets].map(put));
      const rows = await query(`
        select p.title, p.version::int as version, array_agg(v.sku order by v.position) as skus
        from product p left join variant v on v.product_id = p.id where p.handle = 'put-at-once' group by p.id`);
      expect(rows).toHaveLength(1);
      const [, i] = /(\d+)$/.exec(rows[0]?.title) ?? [];
      expect(rows[0]?.skus).toEqual([...sets, ...sets][Number(i)]);
      const [written] = await query(
        "select count(*)::int as audits from audit where subject = 'put-at-once'",
      );
      expect([round, written?.audits > 0]).toEqual([round, true]);
      expect(rows[0]?.version).toBe(written?.audits);
    }
  });

  it("redirects that are put at once never form a loop", LONG_TEST, async () => {
    await query(
      "insert into product (id, handle, title, description, category, status) select 'prod_r' || n, 'loop-' || n, 'L', '', 'race', 'archived' from generate_series(0, 4) n",
    );
    for (let round = 0; round < 20; round++) {
      await query("truncate redirect");
      const put = (i: number) =>
        retryBusy(() => Redirect.put(ctx(), by, `loop-${i}`, { to: `loop-${(i + 1) % 5}` }));
      const answers = await Promise.allSettled([0, 1, 2, 3, 4].map(put));
      const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
      expect(refused).toEqual(["catalog.redirect_loop"]);
    }
  });
});
