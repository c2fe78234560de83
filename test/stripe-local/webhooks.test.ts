import { createServer } from "node:http";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { errorOf, order, paid, startWithReceiver } from "./support/emulator.ts";
import type { Receiver } from "./support/receiver.ts";

const typesOf = ({ received }: Receiver) => received.map(({ event }) => event.type);

describe("events", () => {
  it.each([
    [
      "a payment",
      "pm_card_visa",
      {},
      ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"],
    ],
    [
      "a decline",
      "pm_card_visa_chargeDeclined",
      {},
      ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"],
    ],
    [
      "3-D Secure",
      "pm_card_authenticationRequired",
      {},
      ["payment_intent.created", "payment_intent.requires_action"],
    ],
    ["a bank", "pm_usBankAccount", {}, ["payment_intent.created", "payment_intent.processing"]],
    [
      "an authorisation",
      "pm_card_visa",
      { capture_method: "manual" },
      ["payment_intent.created", "charge.succeeded", "payment_intent.amount_capturable_updated"],
    ],
  ])("tell of %s", async (_, method, more, types) => {
    const { client } = await startWithReceiver();
    await paid(client, method, more).catch(() => {});
    const events = await client.events.list();
    expect(events.data.map(({ type }) => type).reverse()).toEqual(types);
  });

  it("hold the object as it was, the request, and what changed", async () => {
    const { client, server } = await startWithReceiver();
    const { id } = await client.paymentIntents.create(order, { idempotencyKey: "pay_1" });
    await client.paymentIntents.confirm(id, { payment_method: "pm_card_visa" });
    const refund = await client.refunds.create({ payment_intent: id, amount: 90 });
    await server.idle();
    const [created] = (await client.events.list({ type: "payment_intent.created" })).data;
    expect(created).toMatchObject({
      object: "event",
      api_version: Stripe.API_VERSION,
      data: { object: { id, status: "requires_payment_method" } },
      request: { idempotency_key: "pay_1" },
      pending_webhooks: 0,
    });
    const [refunded] = (await client.events.list({ type: "charge.refunded" })).data;
    expect(refunded).toMatchObject({
      data: { object: { amount_refunded: 90 }, previous_attributes: { amount_refunded: 0, refunded: false } },
    });
    const [named] = (await client.events.list({ type: "refund.*" })).data;
    expect(named?.data.object).toEqual(refund);
    expect(await client.events.retrieve(created?.id ?? "")).toEqual(created);
    expect(await errorOf(client.events.retrieve("evt_none"))).toMatchObject({ code: "resource_missing" });
  });
});

describe("webhooks", () => {
  it("are signed, so that the real verification accepts them, and each arrives once", async () => {
    const { client, server, receiver } = await startWithReceiver();
    const { id } = await paid(client);
    await server.idle();
    expect(typesOf(receiver).sort()).toEqual([
      "charge.succeeded",
      "payment_intent.created",
      "payment_intent.succeeded",
    ]);
    const event = receiver.received.find((one) => one.event.type === "payment_intent.succeeded")?.event;
    expect(event?.data.object).toMatchObject({ id, metadata: order.metadata });
    expect(server.deliveries().map(({ status }) => status)).toEqual(["delivered", "delivered", "delivered"]);
  });

  it("are sent again until the endpoint accepts them, or gives up", async () => {
    const { client, server, receiver } = await startWithReceiver();
    receiver.answers.push(500, 302, 404);
    await client.paymentIntents.create(order);
    await server.idle();
    const [delivery] = server.deliveries();
    expect(delivery?.status).toBe("delivered");
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 302, 404, 200]);

    receiver.answers.push(500, 500, 500, 500);
    await client.paymentIntents.create(order);
    await server.idle();
    expect(server.deliveries()[1]).toMatchObject({ status: "failed", attempts: { length: 4 } });
    expect((await client.events.list({ limit: 1 })).data).toMatchObject([{ pending_webhooks: 1 }]);
  });

  it("can be lost, and the events are still there", async () => {
    const { client, server, receiver } = await startWithReceiver();
    server.script({ drop: 1 });
    const { id } = await paid(client);
    await server.idle();
    expect(receiver.received).toEqual([]);
    expect(server.deliveries().map(({ status }) => status)).toEqual(["dropped", "dropped", "dropped"]);
    const [event] = (await client.events.list({ type: "payment_intent.succeeded" })).data;
    expect(event?.data.object).toMatchObject({ id });
  });

  it("can arrive twice", async () => {
    const { client, server, receiver } = await startWithReceiver();
    server.script({ duplicate: 1 });
    await client.paymentIntents.create(order);
    await server.idle();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
  });

  it("can wait, and arrive in reverse", async () => {
    const { client, server, receiver } = await startWithReceiver();
    server.script({ hold: true });
    await paid(client);
    await server.idle();
    expect(receiver.received).toEqual([]);
    await server.release("reversed");
    expect(typesOf(receiver)).toEqual([
      "payment_intent.succeeded",
      "charge.succeeded",
      "payment_intent.created",
    ]);
  });

  it("have the same luck for the same seed", async () => {
    const { client, server } = await startWithReceiver();
    const run = async (seed: number) => {
      const before = server.deliveries().length;
      server.script({ drop: 0.5, duplicate: 0.5, delayMs: 5, seed });
      for (let i = 0; i < 8; i++) await client.paymentIntents.create(order);
      await server.idle();
      return server
        .deliveries()
        .slice(before)
        .map(({ status }) => status);
    };
    const [one, same, other] = [await run(7), await run(7), await run(8)];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set(one)).toEqual(new Set(["dropped", "delivered"]));
  });

  it("can be sent again later, as old or forged ones, which the verification refuses", async () => {
    const { client, server, receiver } = await startWithReceiver();
    await client.paymentIntents.create(order);
    await server.idle();
    const id = receiver.received[0]?.event.id ?? "";
    expect(await server.resend(id)).toBe(200);
    const yesterday = Math.floor(Date.now() / 1000) - 24 * 60 * 60;
    expect(await server.resend(id, { signedAt: yesterday })).toBe(400);
    expect(await server.resend(id, { secret: "whsec_wrong" })).toBe(400);
    expect(receiver.received).toHaveLength(2);
  });

  it("wait for an endpoint that is down", async () => {
    const { client, server, receiver } = await startWithReceiver();
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    server.endpoints([`http://127.0.0.1:${port}`, receiver.url]);
    await client.paymentIntents.create(order);
    await server.idle();
    expect(server.deliveries()).toMatchObject([
      { status: "failed", attempts: [{ status: null }, {}, {}, {}] },
      { status: "delivered" },
    ]);
  });
});
