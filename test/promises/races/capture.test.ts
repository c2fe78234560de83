import { context } from "@myclothes/core/context";
import type { Author } from "@myclothes/core/merchant/audit";
import * as Fulfillment from "@myclothes/core/order/fulfillment";
import { cancelAsMerchant } from "@myclothes/core/payment/cancel";
import { sweep } from "@myclothes/core/payment/sweep";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(500);
const PRICE = 1001;
const by: Author = { keyId: "key_race", route: "race" };

// First, because the shop reads its links once.
const provider = await startProvider();
const database = await startDatabase();
const stripe = clientOf(provider);
afterAll(async () => {
  await provider.stop();
  await database?.stop();
});

describe.skipIf(!database)("an order with an authorised payment, on a real PostgreSQL", () => {
  beforeAll(() => stockUp(["A"], PRICE));

  const query = async (text: string, values: unknown[] = []) =>
    (await database?.pool.query(text, values))?.rows ?? [];
  const payments = (timeoutMs = 60_000) => context({ databaseRole: "payments", timeoutMs });

  async function authorized() {
    await query("truncate orders, order_line, event, cart_checkout, audit cascade");
    await query("update variant set stock = 1000");
    const { order } = await buy({
      lines: { A: 5 },
      price: PRICE,
      request: { payment: { provider: "stripe" } },
    });
    await query("update payment set capture = 'at_fulfillment'");
    const { id } = await stripe.paymentIntents.create({
      amount: order.total.amount,
      currency: "usd",
      capture_method: "manual",
      metadata: { paymentId: order.payment.id ?? "", orderId: order.id },
      payment_method: "pm_card_visa",
      confirm: true,
      return_url: "https://shop.example/",
    });
    await provider.idle();
    return { id: order.id, intent: id, total: order.total.amount };
  }

  it(`is either shipped and captured, or canceled and released, ${ROUNDS} times`, LONG_TEST, async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const won = { shipped: 0, canceled: 0 };
    const since = performance.now();
    const hasOccurred = () => Math.min(won.shipped, won.canceled) > 0;
    for (let round = 0; needsAnotherRound(round, ROUNDS, hasOccurred, since); round++) {
      const { id, intent, total } = await authorized();
      // Every third time, the authorisation ends at this moment.
      const isEnd = round % 3 === 2;
      if (isEnd) await query("update payment set expires_at = now() - interval '1 second'");
      const cancel = () => (isEnd ? sweep(payments()) : cancelAsMerchant(payments(), by, id));
      const ship = () =>
        Fulfillment.ship(
          context({ databaseRole: "admin" }),
          by,
          id,
          { carrier: "DHL" },
          { key: undefined, fingerprint: "" },
        );
      const [first, second] = round % 2 ? [cancel, ship] : [ship, cancel];
      await Promise.allSettled([first(), second()]);
      await provider.idle();
      await Promise.all([sweep(payments()), sweep(payments())]);
      await provider.idle();
      const [order] = await query("select status, payment_status as payment, paid::int from orders");
      const [variant] = await query("select stock::int from variant where sku = 'A'");
      const [shipped] = await query("select count(*)::int as n from fulfillment");
      const book = provider.books().find((one) => one.id === intent);
      const isCanceled = order?.status === "canceled";
      expect([order, variant?.stock, shipped?.n, book?.captured, book?.refunded], `round ${round}`).toEqual(
        isCanceled
          ? [{ status: "canceled", payment: "canceled", paid: 0 }, 1_000, 0, 0, 0]
          : [{ status: "confirmed", payment: "paid", paid: total }, 995, 1, total, 0],
      );
      won[isCanceled ? "canceled" : "shipped"]++;
    }
    console.log(`races: a shipment against the end of its authorised payment: ${JSON.stringify(won)}`);
  });
});
