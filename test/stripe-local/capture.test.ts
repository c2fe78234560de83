import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { errorOf, order, paid, start } from "./support/emulator.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const authorised = (client: Stripe, more: object = {}) =>
  paid(client, "pm_card_visa", { capture_method: "manual", ...more });

describe("capturing", () => {
  it("takes an authorised amount once", async () => {
    const { client, server } = await start();
    const intent = await authorised(client, { expand: ["latest_charge"] });
    expect(intent).toMatchObject({
      status: "requires_capture",
      amount_capturable: 4_590,
      amount_received: 0,
    });
    expect(intent.latest_charge).toMatchObject({ captured: false, amount_captured: 0, paid: true });
    expect(server.books()).toMatchObject([{ captured: 0, refunded: 0 }]);
    const captured = await client.paymentIntents.capture(intent.id);
    expect(captured).toMatchObject({ status: "succeeded", amount_received: 4_590, amount_capturable: 0 });
    expect(await errorOf(client.paymentIntents.capture(intent.id))).toMatchObject({
      code: "payment_intent_unexpected_state",
      payment_intent: { status: "succeeded" },
    });
    expect(server.books()).toMatchObject([{ captured: 4_590, refunded: 0 }]);
  });

  it("gives the rest of a partial capture back, and refunds no more than was captured", async () => {
    const { client, server } = await start();
    const { id } = await authorised(client);
    const error = await errorOf(client.paymentIntents.capture(id, { amount_to_capture: 5_000 }));
    expect(error).toMatchObject({ statusCode: 400, param: "amount_to_capture" });
    const captured = await client.paymentIntents.capture(id, {
      amount_to_capture: 3_000,
      expand: ["latest_charge"],
    });
    expect(captured).toMatchObject({ amount: 4_590, amount_received: 3_000 });
    expect(captured.latest_charge).toMatchObject({ amount_captured: 3_000, amount_refunded: 1_590 });
    expect(await errorOf(client.refunds.create({ payment_intent: id, amount: 3_001 }))).toMatchObject({
      param: "amount",
    });
    await client.refunds.create({ payment_intent: id, amount: 3_000 });
    expect(server.books()).toMatchObject([{ captured: 3_000, refunded: 3_000 }]);
  });

  it("ends an authorisation after 7 days", async () => {
    const { client, server } = await start();
    const { id } = await authorised(client);
    server.advance(7 * DAY_MS - 60_000);
    expect((await client.paymentIntents.retrieve(id)).status).toBe("requires_capture");
    server.advance(120_000);
    const ended = await client.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    expect(ended).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
      amount_capturable: 0,
    });
    expect(ended.latest_charge).toMatchObject({ refunded: true, captured: false });
    expect(await errorOf(client.paymentIntents.capture(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    const types = (await client.events.list()).data.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual([
      "payment_intent.canceled",
      "charge.refunded",
      "refund.created",
      "charge.expired",
    ]);
  });
});

describe("canceling", () => {
  it("ends an intent that waits for a payment method, once", async () => {
    const { client } = await start();
    const { id } = await client.paymentIntents.create(order);
    const canceled = await client.paymentIntents.cancel(id, { cancellation_reason: "abandoned" });
    expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
    expect(canceled.canceled_at).toBeGreaterThan(0);
    for (const call of [
      client.paymentIntents.cancel(id),
      client.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }),
      client.paymentIntents.capture(id),
    ]) {
      expect(await errorOf(call)).toMatchObject({
        statusCode: 400,
        code: "payment_intent_unexpected_state",
        payment_intent: { id, status: "canceled" },
      });
    }
  });

  it("releases an authorisation, which moves no money", async () => {
    const { client, server } = await start();
    const { id } = await authorised(client);
    await client.paymentIntents.cancel(id);
    const { latest_charge: charge } = await client.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    expect(charge).toMatchObject({ captured: false, refunded: true, amount_refunded: 4_590 });
    expect(server.books()).toMatchObject([{ status: "canceled", captured: 0, refunded: 0 }]);
  });

  it("refuses to cancel a paid intent", async () => {
    const { client } = await start();
    const { id } = await paid(client);
    const error = await errorOf(client.paymentIntents.cancel(id));
    expect(error).toMatchObject({
      code: "payment_intent_unexpected_state",
      payment_intent: { status: "succeeded" },
    });
    expect(error.message).toContain(
      "You cannot cancel this PaymentIntent because it has a status of succeeded.",
    );
  });

  it("refuses unknown reasons and unknown intents", async () => {
    const { client } = await start();
    const { id } = await client.paymentIntents.create(order);
    const reason = "bored" as "abandoned";
    expect(await errorOf(client.paymentIntents.cancel(id, { cancellation_reason: reason }))).toMatchObject({
      param: "cancellation_reason",
    });
    expect(await errorOf(client.paymentIntents.cancel("pi_none"))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });
});
