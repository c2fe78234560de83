import { setTimeout as sleep } from "node:timers/promises";
import { context } from "@myclothes/core/context";
import * as Payment from "@myclothes/core/payment";
import { cancel, cancelAsMerchant } from "@myclothes/core/payment/cancel";
import * as Refund from "@myclothes/core/payment/refund";
import { sweep } from "@myclothes/core/payment/sweep";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { STANDARD, usd } from "../../support/bodies.ts";
import { expectBooks } from "../../support/books.ts";
import { retryBusy } from "../../support/busy.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { expectStock } from "../../support/oracles.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const SKU = "PAID";
const STOCK = 1_000_000;
const PRICE = 2500;
const TOTAL = 2 * PRICE + STANDARD;
const author = { keyId: "key_race", route: "race" };

// First, because the shop reads its links once.
const provider = await startProvider();
const database = await startDatabase();
const stripe = clientOf(provider);
afterAll(async () => {
  await provider.stop();
  await database?.stop();
});

describe.skipIf(!database)("a payment that several change at once, on a real PostgreSQL", () => {
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    await stockUp([SKU], PRICE);
    await query("update variant set stock = $1", [STOCK]);
  });
  afterAll(() => expectStock([SKU], STOCK));

  const query = async (text: string, values: unknown[] = []) =>
    (await database?.pool.query(text, values))?.rows ?? [];
  const payments = () => context({ databaseRole: "payments", timeoutMs: 120_000 });
  const upTo = (ms: number) => sleep(Math.random() * ms);

  /** An order of two units, and what its shopper can do. */
  async function ordered() {
    const { order } = await buy({
      lines: { [SKU]: 2 },
      price: PRICE,
      request: { payment: { provider: "stripe" } },
    });
    const shopper = { session: undefined } as unknown as Parameters<typeof Payment.start>[2]["shopper"];
    const access = { shopper, token: order.token };
    return {
      id: order.id,
      start: () => retryBusy(() => Payment.start(payments(), order.id, access)),
      read: () => retryBusy(() => Payment.readOrder(payments(), order.id, access)),
      cancel: () => retryBusy(() => cancel(payments(), order.id, access)),
    };
  }

  const intentOf = ({ clientSecret = "" }: { clientSecret?: string | undefined }) =>
    clientSecret.split("_secret_")[0] ?? "";

  /** Whether the shopper has paid. */
  const pay = async (intent: string): Promise<boolean> => {
    const card = { payment_method: "pm_card_visa", return_url: "https://shop.example/" };
    try {
      return (await stripe.paymentIntents.confirm(intent, card)).status === "succeeded";
    } catch (error) {
      if ((error as { type?: string }).type === "StripeInvalidRequestError") return false;
      throw error;
    }
  };

  async function paid() {
    const order = await ordered();
    const intent = intentOf(await order.start());
    await pay(intent);
    await provider.idle();
    return { ...order, intent };
  }

  const refund = (id: string, amount: number) => {
    const wanted = { amount: usd(amount), lines: undefined, reason: "Late", restock: false };
    const write = { key: crypto.randomUUID(), fingerprint: "" };
    return retryBusy(() => Refund.request(payments(), author, id, wanted, write));
  };

  const given = (orderId: string) =>
    query("update payment set checked_at = now() - interval '1 hour' where order_id = $1", [orderId]);

  /** Stripe sends again what was not accepted, and Sweep does the rest. */
  async function finish(orderId: string) {
    const failed = () => provider.deliveries().filter(({ status }) => status === "failed");
    const known = new Set<string>();
    for (let round = 0; round < 5; round++) {
      await provider.idle();
      for (const { event } of failed().filter(({ id }) => !known.has(id) && known.add(id)))
        await provider.resend(event);
      await query("update refund set created_at = now() - interval '1 hour' where status = 'pending'");
      await given(orderId);
      const { expired, refunded, checked } = await sweep(payments());
      if (expired + refunded + checked === 0) break;
    }
    await provider.idle();
    return expectBooks(provider, orderId);
  }

  const EXPIRY = rounds(1_000, "T4");

  it(`is either made or expires, ${EXPIRY} times`, LONG_TEST, async () => {
    const won = { paid: 0, expired: 0 };
    const hasOccurred = () => Math.min(won.paid, won.expired) > EXPIRY / 20;
    const since = performance.now();
    let took = 20;
    for (let round = 0; needsAnotherRound(round, EXPIRY, hasOccurred, since); round++) {
      const order = await ordered();
      const intent = intentOf(await order.start());
      await query(
        "update payment set expires_at = now(), checked_at = now() - interval '1 hour' where order_id = $1",
        [order.id],
      );
      const began = performance.now();
      const swept = () => sweep(payments()).then(() => performance.now() - began);
      const [, , ms, hasPaid] = await Promise.all([
        upTo(took).then(order.read),
        upTo(took).then(swept),
        swept(),
        upTo(took).then(() => pay(intent)),
      ]);
      took = (took + ms) / 2;
      const { shop } = await finish(order.id);
      expect([round, shop.status, shop.paid]).toEqual(
        hasPaid ? [round, "open", TOTAL] : [round, "canceled", 0],
      );
      won[hasPaid ? "paid" : "expired"]++;
    }
    console.log(`races: a payment against its expiry: ${JSON.stringify(won)}`);
  });

  const TABS = rounds(500, "T5");

  it(`is one payment in two tabs, ${TABS} times`, LONG_TEST, async () => {
    for (let round = 0; round < TABS; round++) {
      const order = await ordered();
      if (round % 3 === 1) provider.fail({ route: "POST /v1/payment_intents", times: 1, status: 500 });
      if (round % 3 === 2)
        provider.fail({ route: "POST /v1/payment_intents", times: 2, reset: true, applied: true });
      const tabs = await Promise.all([order.start(), order.start(), order.start()]);
      provider.clearFaults();
      const intents = [...new Set(tabs.map(intentOf))];
      expect(intents, `round ${round}`).toHaveLength(1);
      const [one = ""] = intents;
      expect((await Promise.all([pay(one), pay(one)])).some(Boolean)).toBe(true);
      const { shop, intents: all } = await finish(order.id);
      expect([round, shop.paid]).toEqual([round, TOTAL]);
      expect(
        all.filter(({ status }) => status !== "canceled" && status !== "requires_payment_method"),
      ).toHaveLength(1);
    }
  });

  const REFUNDS = rounds(500, "T6");

  it(`is refunded ten times at once, never more than was paid, ${REFUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < REFUNDS; round++) {
      const { id } = await paid();
      const amount = 600 + (round % 5) * 200;
      const answers = await Promise.allSettled(Array.from({ length: 10 }, () => refund(id, amount)));
      const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
      expect(new Set(refused), `round ${round}`).toEqual(new Set(["refund.exceeds_paid"]));
      const most = Math.floor(TOTAL / amount);
      expect(refused).toHaveLength(10 - most);
      const { shop } = await finish(id);
      expect([round, shop.refunded]).toEqual([round, most * amount]);
    }
  });

  const DASHBOARD = rounds(500, "T7");

  it(`is refunded here and in the provider's dashboard at once, ${DASHBOARD} times`, LONG_TEST, async () => {
    for (let round = 0; round < DASHBOARD; round++) {
      const { id, intent, cancel } = await paid();
      const amounts = [2_000, 3_000, 1_500 + (round % 7) * 400];
      const inDashboard = (amount: number) =>
        upTo(10).then(() => stripe.refunds.create({ payment_intent: intent, amount }));
      const isCanceled = round % 4 === 0;
      await Promise.allSettled([
        refund(id, amounts[0] as number),
        refund(id, amounts[1] as number),
        inDashboard(amounts[2] as number),
        inDashboard(amounts[0] as number),
        ...(isCanceled ? [upTo(20).then(cancel)] : []),
      ]);
      const { shop } = await finish(id);
      expect(shop.refunded, `round ${round}`).toBeGreaterThan(0);
      if (isCanceled) expect([round, shop.status, shop.refunded]).toEqual([round, "canceled", TOTAL]);
    }
  });

  it(
    `has all its money back if it is canceled while the provider refuses a refund, ${DASHBOARD} times`,
    LONG_TEST,
    async () => {
      for (let round = 0; round < DASHBOARD; round++) {
        const { id, intent, cancel } = await paid();
        // The shop does not know this refund yet. So 3000 are too much, and what is left then is enough for the cancellation's own refund.
        provider.script({ hold: true });
        await stripe.refunds.create({ payment_intent: intent, amount: 2_700 });
        await Promise.allSettled([refund(id, 3_000), upTo(20).then(cancel)]);
        provider.script({ hold: false });
        provider.release("reversed");
        const { shop } = await finish(id);
        expect([round, shop.status, shop.refunded]).toEqual([round, "canceled", TOTAL]);
      }
    },
  );

  const CANCEL = rounds(500, "T8");

  it(`is canceled and made at once: all money goes back, ${CANCEL} times`, LONG_TEST, async () => {
    const won = { paid: 0, canceled: 0 };
    const hasOccurred = () => Math.min(won.paid, won.canceled) > CANCEL / 20;
    const since = performance.now();
    let took = 20;
    for (let round = 0; needsAnotherRound(round, CANCEL, hasOccurred, since); round++) {
      const order = await ordered();
      const intent = intentOf(await order.start());
      const began = performance.now();
      const [hasPaid, ms] = await Promise.all([
        upTo(took).then(() => pay(intent)),
        order.cancel().then(() => performance.now() - began),
        upTo(took).then(() => retryBusy(() => cancelAsMerchant(payments(), author, order.id))),
        given(order.id).then(order.read),
      ]);
      took = (took + ms) / 2;
      const { shop } = await finish(order.id);
      const money = hasPaid ? TOTAL : 0;
      expect([round, shop.status, shop.paid, shop.refunded]).toEqual([round, "canceled", money, money]);
      won[hasPaid ? "paid" : "canceled"]++;
    }
    console.log(`races: a payment against its cancellation: ${JSON.stringify(won)}`);
  });
});
