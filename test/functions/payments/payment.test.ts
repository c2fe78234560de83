import { context } from "@myclothes/core/context";
import { compare, sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { usd } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { run, variant } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { counters, expire, letCheck, ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
});
afterAll(() => provider.stop());
beforeEach(() => provider.script({ drop: 0, duplicate: 0, delayMs: 0 }));

const intentOf = (clientSecret: string) => clientSecret.split("_secret_")[0] ?? "";
/** The shopper pays in the browser. */
const pay = async (clientSecret: string, method = "pm_card_visa") => {
  const intent = await stripe.paymentIntents.confirm(intentOf(clientSecret), {
    payment_method: method,
    return_url: "https://shop.example/done",
  });
  await provider.idle();
  return intent;
};
const book = (paymentId: string) => provider.books().find(({ metadata }) => metadata.paymentId === paymentId);
const stockOf = async (sku: string) => Number((await variant(sku)).stock);

describe("an order that is paid by Stripe", () => {
  it("holds its stock with a pending payment for 30 minutes", async () => {
    const { order, sku, read } = await ordered();
    expect(order).toMatchObject({ status: "open", paymentStatus: "pending", refunds: [] });
    expect(order.payment).toMatchObject({ provider: "stripe", status: "pending" });
    const minutes = (Date.parse(order.payment.expiresAt) - Date.parse(order.placedAt)) / 60_000;
    expect(Math.round(minutes)).toBe(30);
    expect(await stockOf(sku)).toBe(3);
    expect((await read()).payment).toEqual(order.payment);
  });

  it("is paid when the shopper has paid, and its amount is the order's", async () => {
    const { order, start, read, id } = await ordered();
    const { status, body } = await start();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: order.payment.id,
      provider: "stripe",
      status: "pending",
      amount: usd(TOTAL),
      publishableKey: "pk_test_local",
      expiresAt: order.payment.expiresAt,
    });
    await pay(body.clientSecret);
    const paid = await read();
    expect([paid.paymentStatus, paid.status]).toEqual(["paid", "open"]);
    expect(paid.payment.expiresAt).toBeUndefined();
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 0, refunded: 0 });
    expect(book(order.payment.id)).toMatchObject({ captured: TOTAL, refunded: 0, metadata: { orderId: id } });
    // Paid orders have no secret.
    expect((await start()).body).toEqual({
      ...order.payment,
      status: "paid",
      amount: usd(TOTAL),
      expiresAt: undefined,
    });
  });

  it("has one payment, however often and however parallel it is started", async () => {
    const { start } = await ordered();
    const answers = await Promise.all([start(), start(), start(), start()]);
    const secrets = new Set([...answers, await start()].map(({ body }) => body.clientSecret));
    expect(secrets.size).toBe(1);
  });

  it("has the same payment after its answer was lost", async () => {
    const { start, order } = await ordered();
    provider.fail({ route: "POST /v1/payment_intents", times: 1, reset: true, applied: true });
    const { body } = await start();
    expect(body.clientSecret).toMatch(/_secret_/);
    expect(provider.books().filter(({ metadata }) => metadata.paymentId === order.payment.id)).toHaveLength(
      1,
    );
  });

  it("can be paid although the provider repeats an error for its key", async () => {
    const { start, read } = await ordered();
    provider.fail({ route: "POST /v1/payment_intents", times: 1, status: 500 });
    const { status, body } = await start();
    expect(status).toBe(200);
    await pay(body.clientSecret);
    expect((await read()).paymentStatus).toBe("paid");
  });

  it("stays payable after a declined card, and after 3-D Secure has failed", async () => {
    const { start, read } = await ordered();
    const { clientSecret } = (await start()).body;
    await expect(pay(clientSecret, "pm_card_visa_chargeDeclined")).rejects.toThrow(/declined/);
    await pay(clientSecret, "pm_card_authenticationRequired");
    provider.authenticate(intentOf(clientSecret), "failed");
    await provider.idle();
    expect((await read()).paymentStatus).toBe("pending");
    await pay(clientSecret);
    expect((await read()).paymentStatus).toBe("paid");
  });

  it("is recorded by reading it if the webhook is lost", async () => {
    const { start, read, id } = await ordered();
    provider.script({ drop: 1 });
    const { clientSecret } = (await start()).body;
    await pay(clientSecret);
    expect(await counters(id)).toMatchObject({ paid: 0 });
    await letCheck(id);
    expect((await read()).paymentStatus).toBe("paid");
  });

  it("is recorded by Sweep if nobody reads it", async () => {
    const { start, id } = await ordered();
    provider.script({ drop: 1 });
    const { clientSecret } = (await start()).body;
    await pay(clientSecret);
    await letCheck(id);
    await sweep(context({ databaseRole: "payments" }));
    expect(await counters(id)).toMatchObject({ paid: TOTAL });
  });

  it("is recorded once by repeated and reordered events", async () => {
    const { start, read, id } = await ordered();
    const { clientSecret } = (await start()).body;
    provider.script({ duplicate: 1, hold: true });
    await pay(clientSecret);
    provider.release("reversed");
    await provider.idle();
    provider.script({ hold: false });
    expect((await read()).paymentStatus).toBe("paid");
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 0, refunded: 0 });
  });

  it("is not paid by another amount", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const { start, read, id, order } = await ordered();
    const { clientSecret } = (await start()).body;
    await run("update payment set amount = amount + 1 where order_id = :id", { id });
    await pay(clientSecret);
    await letCheck(id);
    expect((await read()).paymentStatus).toBe("pending");
    expect(await counters(id)).toMatchObject({ paid: 0 });
    expect(error.mock.calls.flat()).toContainEqual(
      expect.objectContaining({
        text: "payment differs",
        here: expect.objectContaining({ orderId: order.id }),
      }),
    );
    error.mockRestore();
  });
});

describe("an order that is not paid in time", () => {
  it("is canceled, and its stock returns, without a payment at the provider", async () => {
    const { id, sku, read, order } = await ordered();
    await expire(id);
    await sweep(context({ databaseRole: "payments" }));
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
    expect(await stockOf(sku)).toBe(5);
    expect(book(order.payment.id)).toBeUndefined();
  });

  it("is canceled at the provider first, so that nobody can pay it later", async () => {
    const { id, sku, start, read } = await ordered();
    const { clientSecret } = (await start()).body;
    await expire(id);
    await sweep(context({ databaseRole: "payments" }));
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
    expect(await stockOf(sku)).toBe(5);
    await expect(pay(clientSecret)).rejects.toThrow();
    expect((await start()).body).toMatchObject({ status: "canceled" });
  });

  it("keeps its stock while the provider does not confirm the cancellation", async () => {
    const { id, sku, start } = await ordered();
    await start();
    await expire(id);
    provider.fail({ route: "POST /v1/payment_intents/:id/cancel", times: 9, status: 503 });
    await sweep(context({ databaseRole: "payments" }));
    expect(await stockOf(sku)).toBe(3);
    provider.clearFaults();
    await sweep(context({ databaseRole: "payments" }));
    expect(await stockOf(sku)).toBe(5);
  });

  it("is paid if the shopper has paid before the cancellation", async () => {
    const { id, sku, start, read } = await ordered();
    provider.script({ drop: 1 });
    const { clientSecret } = (await start()).body;
    await pay(clientSecret);
    await expire(id);
    await sweep(context({ databaseRole: "payments" }));
    expect(await read()).toMatchObject({ status: "open", paymentStatus: "paid" });
    expect(await stockOf(sku)).toBe(3);
  });

  it.each(["its event", "a reading of the order", "Sweep", "a new start"])(
    "holds its stock no longer than others if its bank refuses the debit: known by %s",
    async (way) => {
      const { id, sku, start, read } = await ordered();
      const { clientSecret } = (await start()).body;
      const minutes = async () => (Date.parse((await read()).payment.expiresAt) - Date.now()) / 60_000;
      await pay(clientSecret, "pm_usBankAccount_insufficientFunds");
      expect(await minutes()).toBeGreaterThan(60);
      if (way !== "its event") provider.script({ drop: 1 });
      provider.settle(intentOf(clientSecret), "failed");
      await provider.idle();
      if (way !== "its event") await letCheck(id);
      if (way === "a reading of the order") await read();
      if (way === "Sweep") await sweep(context({ databaseRole: "payments" }));
      if (way === "a new start") {
        const { body } = await start();
        expect(body.clientSecret).toBe(clientSecret);
        expect((Date.parse(body.expiresAt) - Date.now()) / 60_000).toBeLessThanOrEqual(30);
      }
      const [left] = await run(
        "select extract(epoch from expires_at - now()) / 60 from payment where order_id = :id",
        { id },
      );
      expect(Number(left?.[0])).toBeLessThanOrEqual(30);
      expect(Number(left?.[0])).toBeGreaterThan(20);
      await expire(id);
      await sweep(context({ databaseRole: "payments" }));
      expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
      expect(await stockOf(sku)).toBe(5);
    },
  );

  it("cannot be started any more", async () => {
    const attempt = async () => {
      const { id, start } = await ordered();
      await expire(id);
      const { status, body } = await start();
      expect(body.clientSecret).toBeUndefined();
      return [status, body.code];
    };
    // Again if the Sweep of another file was faster: then its answer is the canceled payment.
    await expect.poll(attempt).toEqual([409, "order.not_payable"]);
  });
});

describe("a cancellation by the shopper", () => {
  it("releases a payment that was not made", async () => {
    const { sku, start, cancel } = await ordered();
    const { clientSecret } = (await start()).body;
    const { status, body } = await cancel();
    expect([status, body.status, body.paymentStatus]).toEqual([201, "canceled", "canceled"]);
    expect(await stockOf(sku)).toBe(5);
    await expect(pay(clientSecret)).rejects.toThrow();
  });

  it("refunds a payment once, however often it is requested", async () => {
    const { id, sku, start, cancel, read, order } = await ordered();
    await pay((await start()).body.clientSecret);
    await Promise.all([cancel(), cancel(), cancel()]);
    await cancel();
    await provider.idle();
    expect(await read()).toMatchObject({
      status: "canceled",
      paymentStatus: "refunded",
      refunds: [{ amount: usd(TOTAL), status: "succeeded" }],
    });
    expect(await stockOf(sku)).toBe(5);
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: TOTAL, refunded: TOTAL });
    expect(book(order.payment.id)).toMatchObject({ captured: TOTAL, refunded: TOTAL });
  });

  it("refunds a payment that was made without our knowledge", async () => {
    const { start, cancel, order } = await ordered();
    provider.script({ drop: 1 });
    await pay((await start()).body.clientSecret);
    const { body } = await cancel();
    expect([body.status, body.paymentStatus]).toEqual(["canceled", "refunded"]);
    expect(book(order.payment.id)).toMatchObject({ captured: TOTAL, refunded: TOTAL });
  });

  it("is refused while the bank processes the payment", async () => {
    const { start, cancel, read } = await ordered();
    const { clientSecret } = (await start()).body;
    await pay(clientSecret, "pm_usBankAccount");
    const { status, body } = await cancel();
    expect([status, body.code]).toEqual([409, "payment.unconfirmed"]);
    provider.settle(intentOf(clientSecret), "succeeded");
    await provider.idle();
    expect((await read()).paymentStatus).toBe("paid");
  });
});

describe("a webhook", () => {
  const event = (body: string, signature: string) =>
    client().send("POST", "/v1/webhooks/stripe", { body, headers: { "stripe-signature": signature } });

  it("is refused without a valid signature, and after five minutes", async () => {
    const payload = JSON.stringify({
      id: "evt_1",
      object: "event",
      data: { object: { object: "payment_intent", id: "pi_1" } },
    });
    const signed = (secret: string, age: number) =>
      stripe.webhooks.generateTestHeaderString({
        payload,
        secret,
        timestamp: Math.floor(Date.now() / 1_000) - age,
      });
    for (const signature of ["x", signed("whsec_wrong", 0), signed("whsec_local", 301)])
      expect((await event(payload, signature)).body.code).toBe("webhook.signature");
    const tampered = await event(payload.replace("pi_1", "pi_2"), signed("whsec_local", 0));
    expect(tampered.status).toBe(400);
  });

  it("is answered with an error if the provider does not answer, so that it is sent again", async () => {
    const { start, read } = await ordered();
    const { clientSecret } = (await start()).body;
    provider.fail({ route: "GET /v1/payment_intents/:id", times: 3, status: 503 });
    await pay(clientSecret);
    provider.clearFaults();
    expect((await read()).paymentStatus).toBe("paid");
  });
});

it("compares the payments with the provider's once a day", async () => {
  // Yesterday: a shop that another test runs may have compared those of today.
  const now = new Date(Date.now() - 86_400_000);
  const compared = () => compare(context({ databaseRole: "payments", now }), "stripe");
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const intent = await stripe.paymentIntents.create({
    amount: 4_200,
    currency: "usd",
    metadata: { paymentId: "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV" },
    payment_method: "pm_card_visa",
    confirm: true,
    return_url: "https://shop.example/done",
  });
  await provider.idle();
  error.mockClear();
  expect(await compared()).toBeGreaterThanOrEqual(1);
  expect(error.mock.calls.flat()).toContainEqual(
    expect.objectContaining({
      problem: "The shop has no such payment.",
      provider: expect.objectContaining({ ref: intent.id }),
    }),
  );
  expect(await compared()).toBeUndefined();
  error.mockRestore();
});

it("refuses Stripe in a shop that has no keys of it", async () => {
  const { needsPayment } = await import("../../../packages/core/src/order/order.rules.ts");
  const request = { payment: { provider: "stripe" } } as Parameters<typeof needsPayment>[0];
  const needed = (value: string) => needsPayment(request, { StripePublishableKey: { value } });
  expect(needed("pk_test")).toBe(true);
  expect(() => needed("")).toThrow(expect.objectContaining({ code: "payment.provider_missing" }));
});
