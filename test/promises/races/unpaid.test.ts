import { context } from "@myclothes/core/context";
import * as Payment from "@myclothes/core/order/payment";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as Unpaid from "../../../packages/core/src/payment/unpaid.ts";
import { address, STANDARD, usd } from "../../support/bodies.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

// With the default of the deployed shop.
vi.unmock("../../../packages/core/src/order/payment.settings.rules.ts");

const ROUNDS = rounds(500);
const PRICE = 1001;
const BUYERS = 20;
const MOST = 3;
const EMAIL = "ada@example.com";
/** One for each buyer, so that no buyer waits for another one's variant. */
const SKUS = Array.from({ length: BUYERS }, (_, i) => `UNPAID-${i}`);

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("unpaid orders, on a real PostgreSQL", () => {
  beforeAll(() => stockUp(["A", ...SKUS], PRICE));
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
  });

  const query = async (text: string, values: unknown[] = []) =>
    (await database?.pool.query(text, values))?.rows ?? [];
  const empty = async () => {
    await query("truncate orders, order_line, event, cart_checkout, audit cascade");
    await query("update variant set stock = 1000");
  };

  it.each([
    ["e-mail", (i: number) => ({ email: EMAIL, shippingAddress: { ...address, line1: `${i}` } })],
    ["address", (i: number) => ({ email: `ada-${i}@example.com`, shippingAddress: address })],
    // Each has two of three in common with the next: they wait for each other in one order.
    [
      "e-mail or address",
      (i: number) => ({ email: i % 2 ? `ada-${i}@example.com` : EMAIL, shippingAddress: address }),
    ],
  ])(`are ${MOST} at most for one %s, ${ROUNDS} times ${BUYERS} at once`, LONG_TEST, async (_, requestOf) => {
    for (let round = 0; round < ROUNDS; round++) {
      await empty();
      const answers = await Promise.allSettled(
        SKUS.map((sku, i) => buy({ lines: { [sku]: 1 }, price: PRICE, request: requestOf(i) })),
      );
      const codes = answers.flatMap((one) =>
        one.status === "rejected" ? [one.reason.code ?? one.reason] : [],
      );
      expect(codes, `round ${round}`).toEqual(
        Array.from({ length: BUYERS - MOST }, () => "checkout.too_many_unpaid"),
      );
      const [stock] = await query("select sum(stock)::int as left from variant where sku like 'UNPAID-%'");
      expect(stock?.left).toBe(BUYERS * 1_000 - MOST);
    }
  });

  it(`are either paid or canceled at the end of their time, ${ROUNDS} times`, LONG_TEST, async () => {
    const won = { paid: 0, canceled: 0 };
    const since = performance.now();
    const hasOccurred = () => Math.min(won.paid, won.canceled) > 0;
    for (let round = 0; needsAnotherRound(round, ROUNDS, hasOccurred, since); round++) {
      await empty();
      const { id } = (await buy({ lines: { A: 5 }, price: PRICE })).order;
      await query(
        "update orders set placed_at = now() - interval '30 days', payment_due_at = now() - interval '1 second'",
      );
      const total = usd(5 * PRICE + STANDARD);
      const pay = () =>
        Payment.record(
          context(),
          { keyId: "key_race", route: "race" },
          id,
          { amount: total },
          { key: undefined, fingerprint: "" },
        );
      const end = () => Unpaid.cancel(context({ databaseRole: "payments" }), { id });
      const [first, second] = round % 2 ? [end, pay] : [pay, end];
      const answers = await Promise.allSettled([first(), second()]);
      const codes = answers.flatMap((one) =>
        one.status === "rejected" ? [one.reason.code ?? one.reason] : [],
      );
      const [order] = await query("select status, payment_status as payment, paid::int from orders");
      const [variant] = await query("select stock::int from variant where sku = 'A'");
      const isCanceled = order?.status === "canceled";
      expect([order, variant?.stock, codes], `round ${round}`).toEqual(
        isCanceled
          ? [{ status: "canceled", payment: "canceled", paid: 0 }, 1_000, ["order.not_payable"]]
          : [{ status: "open", payment: "paid", paid: total.amount }, 995, []],
      );
      won[isCanceled ? "canceled" : "paid"]++;
    }
    console.log(`races: a payment against the end of its time: ${JSON.stringify(won)}`);
  });
});
