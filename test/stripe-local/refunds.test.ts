import { expect, it } from "vitest";
import { errorOf, order, paid, start } from "./support/emulator.ts";

it("refunds in parts, until nothing is left", async () => {
  const { client, server } = await start();
  const { id } = await paid(client);
  const first = await client.refunds.create({
    payment_intent: id,
    amount: 1_000,
    reason: "requested_by_customer",
    metadata: { refund: "ref_1" },
  });
  expect(first).toMatchObject({
    object: "refund",
    amount: 1_000,
    currency: "eur",
    status: "succeeded",
    payment_intent: id,
    reason: "requested_by_customer",
    metadata: { refund: "ref_1" },
  });
  const tooMuch = await errorOf(client.refunds.create({ payment_intent: id, amount: 3_591 }));
  expect(tooMuch).toMatchObject({ statusCode: 400, type: "StripeInvalidRequestError", param: "amount" });
  expect(tooMuch.message).toBe("Refund amount (€35.91) is greater than unrefunded amount on charge (€35.90)");
  const rest = await client.refunds.create({ payment_intent: id });
  expect(rest.amount).toBe(3_590);
  expect(await errorOf(client.refunds.create({ payment_intent: id }))).toMatchObject({
    statusCode: 400,
    code: "charge_already_refunded",
  });
  const intent = await client.paymentIntents.retrieve(id, { expand: ["latest_charge.refunds"] });
  expect(intent.latest_charge).toMatchObject({
    amount_refunded: 4_590,
    refunded: true,
    refunds: { data: [{ id: rest.id }, { id: first.id }] },
  });
  expect(intent).toMatchObject({ status: "succeeded", amount_received: 4_590 });
  expect(server.books()).toMatchObject([{ captured: 4_590, refunded: 4_590 }]);
});

it("finds refunds by intent and by ID", async () => {
  const { client } = await start();
  const [one, other] = [await paid(client), await paid(client)];
  const refund = await client.refunds.create({ payment_intent: one.id, amount: 500 });
  await client.refunds.create({ charge: other.latest_charge as string, amount: 600 });
  const found = await client.refunds.list({ payment_intent: one.id });
  expect(found.data).toEqual([refund]);
  expect(await client.refunds.retrieve(refund.id)).toEqual(refund);
  expect(await client.refunds.retrieve(refund.id, { expand: ["payment_intent"] })).toMatchObject({
    payment_intent: { id: one.id, object: "payment_intent" },
  });
});

it("refuses refunds of what was not paid", async () => {
  const { client } = await start();
  const { id } = await client.paymentIntents.create(order);
  expect((await errorOf(client.refunds.create({ payment_intent: id }))).statusCode).toBe(400);
  const held = await paid(client, "pm_card_visa", { capture_method: "manual" });
  const error = await errorOf(client.refunds.create({ payment_intent: held.id }));
  expect(error.message).toContain("You must cancel the PaymentIntent to reverse the authorization");
  expect(await errorOf(client.refunds.create({ payment_intent: "pi_none" }))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
  });
});

it("returns the money to the shop when a refund fails later", async () => {
  const { client, server } = await start();
  const { id } = await paid(client, "pm_card_refundFail");
  const refund = await client.refunds.create({ payment_intent: id });
  expect(refund.status).toBe("succeeded");
  server.settle(refund.id, "failed");
  expect(await client.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "unknown",
  });
  expect(server.books()).toMatchObject([{ captured: 4_590, refunded: 0 }]);
  const again = await client.refunds.create({ payment_intent: id });
  expect(again.amount).toBe(4_590);
});

it("keeps a refund pending until the bank answers", async () => {
  const { client, server } = await start({ settleMs: 60_000 });
  const { id } = await paid(client, "pm_card_pendingRefund");
  const refund = await client.refunds.create({ payment_intent: id });
  expect(refund.status).toBe("pending");
  server.advance(61_000);
  expect((await client.refunds.retrieve(refund.id)).status).toBe("succeeded");
  const types = (await client.events.list({ limit: 4 })).data.map(({ type }) => type);
  expect(types).toEqual(["charge.refund.updated", "refund.updated", "charge.refunded", "refund.created"]);
});
