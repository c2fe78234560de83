import { context } from "@myclothes/core/context";
import type { Author } from "@myclothes/core/merchant/audit";
import * as Fulfillment from "@myclothes/core/order/fulfillment";
import * as Payment from "@myclothes/core/order/payment";
import { cancelAsMerchant } from "@myclothes/core/payment/cancel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STANDARD, usd } from "../../support/bodies.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(500);
const PRICE = 1001;
const CLERKS = 20;
const by: Author = { keyId: "key_race", route: "race" };

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("people who work on one order at once, on a real PostgreSQL", () => {
  beforeAll(() => stockUp(["A", "B"], PRICE));

  const query = async (text: string, values: unknown[] = []) =>
    (await database?.pool.query(text, values))?.rows ?? [];

  /** A new order, the only one. */
  async function placed(lines: Record<string, number>): Promise<string> {
    await query("truncate orders, order_line, event, cart_checkout, audit cascade");
    await query("update variant set stock = 1000");
    return (await buy({ lines, price: PRICE })).order.id;
  }

  const ship = (id: string, lines?: { sku: string; quantity: number }[], key?: string) =>
    Fulfillment.ship(context(), by, id, { carrier: "DHL", lines }, { key, fingerprint: "same" });
  const pay = (id: string, amount: number, key?: string) =>
    Payment.record(context(), by, id, { amount: usd(amount) }, { key, fingerprint: "same" });
  const many = <T>(work: (i: number) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: CLERKS }, (_, i) => work(i)));
  const codesOf = (answers: PromiseSettledResult<unknown>[]) =>
    answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code ?? answer.reason] : []));
  const count = async (table: string, where = "true") =>
    (await query(`select count(*)::int as n from ${table} where ${where}`))[0]?.n;
  const statuses = async () =>
    (await query("select status, payment_status as paid, fulfillment_status as shipped from orders"))[0];

  it(`ship everything once, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = await placed({ A: 2, B: 3 });
      const codes = codesOf(await many(() => ship(id)));
      expect(codes, `round ${round}`).toEqual(
        Array.from({ length: CLERKS - 1 }, () => "order.not_shippable"),
      );
      expect([
        await count("fulfillment"),
        await count("event", "name = 'order.shipped'"),
        await count("audit"),
      ]).toEqual([1, 1, 1]);
    }
  });

  it(`ship single units until all are shipped, and never more, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = await placed({ A: 10, B: 1 });
      const answers = await many(() => ship(id, [{ sku: "A", quantity: 1 }]));
      const codes = codesOf(answers);
      expect(new Set(codes), `round ${round}`).toEqual(new Set(["fulfillment.exceeds_ordered"]));
      expect(codes).toHaveLength(CLERKS - 10);
      const [sum] = await query("select sum(quantity)::int as units from fulfillment_line");
      const [line] = await query("select shipped from order_line where sku = 'A'");
      expect([sum?.units, line?.shipped, (await statuses())?.shipped]).toEqual([10, 10, "partially_shipped"]);
      await ship(id);
      expect((await statuses())?.shipped).toBe("shipped");
    }
  });

  it(`ship and pay once under one key, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = await placed({ A: 100 - 1 });
      const shipped = await many(() => ship(id, [{ sku: "A", quantity: 1 }], "key"));
      const paid = await many(() => pay(id, 1, "key"));
      expect(codesOf([...shipped, ...paid]), `round ${round}`).toEqual([]);
      const replayed = shipped.filter((answer) => answer.status === "fulfilled" && answer.value.replayed);
      expect(replayed).toHaveLength(CLERKS - 1);
      expect([await count("fulfillment"), await count("payment"), await count("audit")]).toEqual([1, 1, 2]);
    }
  });

  it(`either ship or cancel, ${ROUNDS} times`, LONG_TEST, async () => {
    const won = { shipped: 0, canceled: 0 };
    const hasOccurred = () => Math.min(won.shipped, won.canceled) > 0;
    const since = performance.now();
    for (let round = 0; needsAnotherRound(round, ROUNDS, hasOccurred, since); round++) {
      const id = await placed({ A: 5 });
      const cancel = () => cancelAsMerchant(context(), by, id);
      const work = round % 2 ? [cancel(), ship(id)] : [ship(id), cancel()];
      const answers = await Promise.allSettled(work);
      const { status } = (await statuses()) ?? {};
      const isCanceled = status === "canceled";
      expect(codesOf(answers), `round ${round}`).toEqual([
        isCanceled ? "order.not_shippable" : "order.not_cancelable",
      ]);
      const [variant] = await query("select stock::int from variant where sku = 'A'");
      expect([status, variant?.stock, await count("fulfillment")]).toEqual(
        isCanceled ? ["canceled", 1000, 0] : ["confirmed", 995, 1],
      );
      won[isCanceled ? "canceled" : "shipped"]++;
    }
    console.log(`races: a shipment against a cancellation: ${JSON.stringify(won)}`);
  });

  it(`never record more than the total, ${ROUNDS} times`, LONG_TEST, async () => {
    const total = PRICE + STANDARD;
    for (let round = 0; round < ROUNDS; round++) {
      const id = await placed({ A: 1 });
      const codes = codesOf(await many(() => pay(id, total / 10)));
      expect(codes, `round ${round}`).toEqual(
        Array.from({ length: CLERKS - 10 }, () => "payment.exceeds_owed"),
      );
      const [sum] = await query("select sum(amount)::int as paid from payment");
      expect([sum?.paid, (await statuses())?.paid]).toEqual([total, "paid"]);
      expect(await count("event", "name = 'order.paid'")).toBe(1);
    }
  });

  it(
    `complete an order with its last payment and its last two deliveries, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const id = await placed({ A: 1, B: 1 });
        const parcels = [await ship(id, [{ sku: "A", quantity: 1 }]), await ship(id)];
        const deliver = ({ fulfillment }: Fulfillment.Shipped) =>
          Fulfillment.deliver(context(), by, id, fulfillment.id);
        await Promise.all([...[...parcels, ...parcels].map(deliver), pay(id, 2 * PRICE + STANDARD)]);
        expect(await statuses(), `round ${round}`).toEqual({
          status: "complete",
          paid: "paid",
          shipped: "delivered",
        });
        expect(await count("event", "name = 'order.delivered'")).toBe(2);
      }
    },
  );
});
