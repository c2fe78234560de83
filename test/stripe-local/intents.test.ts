import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { errorOf, order, paid, start } from "./support/emulator.ts";

describe("creating an intent", () => {
  it("returns an intent that waits for a payment method", async () => {
    const { client } = await start();
    const intent = await client.paymentIntents.create(order);
    expect(intent).toMatchObject({
      object: "payment_intent",
      amount: 4_590,
      currency: "eur",
      status: "requires_payment_method",
      capture_method: "automatic_async",
      metadata: { order: "ord_1", payment: "pay_1" },
      latest_charge: null,
      livemode: false,
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    expect(intent.lastResponse.requestId).toMatch(/^req_\w{14}$/);
    expect(await client.paymentIntents.retrieve(intent.id)).toEqual(intent);
  });

  it.each([
    ["an amount below the smallest charge", { amount: 10 }, "amount_too_small", "amount"],
    ["an amount that is no integer", { amount: 10.5 }, "parameter_invalid_integer", "amount"],
    ["an unknown currency", { currency: "xxq" }, undefined, "currency"],
    ["an unknown parameter", { colour: "red" }, "parameter_unknown", "colour"],
    ["a missing currency", { currency: undefined }, "parameter_missing", "currency"],
    ["a long metadata value", { metadata: { a: "x".repeat(501) } }, undefined, "metadata[a]"],
  ])("refuses %s with 400", async (_, change, code, param) => {
    const { client } = await start();
    const params = { ...order, ...change } as Stripe.PaymentIntentCreateParams;
    const error = await errorOf(client.paymentIntents.create(params));
    expect(error).toMatchObject({ type: "StripeInvalidRequestError", statusCode: 400, param });
    expect(error.code).toBe(code);
    expect((await client.paymentIntents.list()).data).toEqual([]);
  });
});

describe("paying", () => {
  it("succeeds with pm_card_visa and has a captured charge", async () => {
    const { client } = await start();
    const intent = await paid(client, "pm_card_visa", { expand: ["latest_charge.refunds"] });
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 4_590, amount_capturable: 0 });
    expect(intent.latest_charge).toMatchObject({
      object: "charge",
      captured: true,
      amount_captured: 4_590,
      amount_refunded: 0,
      refunds: { object: "list", data: [], has_more: false },
      payment_method_details: { card: { last4: "4242", brand: "visa" } },
    });
  });

  it("takes a card number, and the payment method of an earlier call", async () => {
    const { client } = await start();
    const card = { number: "4242 4242 4242 4242", exp_month: 12, exp_year: 2034, cvc: "123" };
    const method = await client.paymentMethods.create({ type: "card", card });
    expect(method.card).toMatchObject({ last4: "4242", exp_month: 12, exp_year: 2034 });
    const intent = await client.paymentIntents.create({ ...order, payment_method: method.id });
    expect(intent.status).toBe("requires_confirmation");
    expect((await client.paymentIntents.confirm(intent.id)).status).toBe("succeeded");
  });

  it.each([
    ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", ""],
  ])("declines %s with 402, and the intent takes another card", async (id, code, decline_code) => {
    const { client } = await start();
    const intent = await client.paymentIntents.create(order);
    const error = await errorOf(client.paymentIntents.confirm(intent.id, { payment_method: id }));
    expect(error).toMatchObject({ type: "StripeCardError", statusCode: 402, code });
    expect(error.decline_code).toBe(decline_code);
    expect(error.payment_intent).toMatchObject({
      id: intent.id,
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code, charge: error.charge },
    });
    const again = await client.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    expect(again).toMatchObject({ status: "succeeded", last_payment_error: null });
  });

  it.each(["4000000000000002", "4000000000009995"])("declines the card %s", async (number) => {
    const { client } = await start();
    const card = { number, exp_month: 1, exp_year: 2034, cvc: "123" };
    const more = { payment_method: undefined, payment_method_data: { type: "card", card } };
    expect(await errorOf(paid(client, undefined, more))).toMatchObject({ code: "card_declined" });
  });

  it("refuses numbers that are no test cards", async () => {
    const { client } = await start();
    const create = (number: string) => client.paymentMethods.create({ type: "card", card: { number } });
    expect(await errorOf(create("4242424242424241"))).toMatchObject({ code: "incorrect_number" });
    expect(await errorOf(create("4000000000000010"))).toMatchObject({ decline_code: "test_mode_live_card" });
  });

  it("wants a return URL when methods may redirect", async () => {
    const { client } = await start();
    const redirects = { automatic_payment_methods: { enabled: true } };
    expect(await errorOf(paid(client, "pm_card_visa", redirects))).toMatchObject({ param: "return_url" });
    const with_url = { ...redirects, return_url: "https://shop.example/done" };
    expect(await paid(client, "pm_card_visa", with_url)).toMatchObject({ status: "succeeded" });
  });

  it("refuses a second payment with payment_intent_unexpected_state", async () => {
    const { client } = await start();
    const intent = await paid(client);
    const error = await errorOf(client.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      payment_intent: { id: intent.id, status: "succeeded" },
    });
  });
});

describe("banks that answer later", () => {
  it("waits in processing, cannot be canceled, and succeeds", async () => {
    const { server, client } = await start();
    const { id, status, amount_received } = await paid(client, "pm_usBankAccount");
    expect([status, amount_received]).toEqual(["processing", 0]);
    expect(await errorOf(client.paymentIntents.cancel(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
      payment_intent: { status: "processing" },
    });
    server.settle(id, "succeeded");
    expect(await client.paymentIntents.retrieve(id)).toMatchObject({
      status: "succeeded",
      amount_received: 4_590,
    });
  });

  it("answers by itself after a while, and a failure asks for another method", async () => {
    const { server, client } = await start({ settleMs: 60_000 });
    const { id } = await paid(client, "pm_usBankAccount_insufficientFunds");
    const other = await paid(client, "pm_usBankAccount_processing");
    server.advance(59_000);
    expect((await client.paymentIntents.retrieve(id)).status).toBe("processing");
    server.advance(2_000);
    expect(await client.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_payment_attempt_failed" },
    });
    expect((await client.paymentIntents.retrieve(other.id)).status).toBe("processing");
  });
});

describe("listing", () => {
  it("returns pages, the newest first, from a time on", async () => {
    let now = 1_800_000_000_000;
    const { client } = await start({ clock: () => now });
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.unshift((await client.paymentIntents.create(order)).id);
      now += 60_000;
    }
    const first = await client.paymentIntents.list({ limit: 2 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const rest = await client.paymentIntents.list({ limit: 3, starting_after: ids[1] ?? "" });
    expect([rest.data.map(({ id }) => id), rest.has_more]).toEqual([ids.slice(2), false]);
    const all: string[] = [];
    for await (const { id } of client.paymentIntents.list({ limit: 1 })) all.push(id);
    expect(all).toEqual(ids);
    const recent = await client.paymentIntents.list({ created: { gte: 1_800_000_180 } });
    expect(recent.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(await errorOf(client.paymentIntents.list({ limit: 101 }))).toMatchObject({ param: "limit" });
  });
});
