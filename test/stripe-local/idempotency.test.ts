import { expect, it } from "vitest";
import { clientOf, errorOf, order, paid, start } from "./support/emulator.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const key = { idempotencyKey: "pay_1" };

it("repeats the first answer for the same key and parameters", async () => {
  const { client } = await start();
  const first = await client.paymentIntents.create(order, key);
  await client.paymentIntents.cancel(first.id);
  const again = await client.paymentIntents.create(order, key);
  // The saved body, not the intent as it is now.
  expect(again).toEqual(first);
  expect(again.status).toBe("requires_payment_method");
  const { headers } = again.lastResponse as object as { headers: Record<string, string> };
  expect(headers["idempotent-replayed"]).toBe("true");
  expect(again.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
  expect((await client.paymentIntents.list()).data).toHaveLength(1);
});

it("refuses other parameters, and another endpoint, for a used key with 400", async () => {
  const { client } = await start();
  const { id } = await client.paymentIntents.create(order, key);
  const changed = await errorOf(client.paymentIntents.create({ ...order, amount: 1 + order.amount }, key));
  expect(changed).toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
  expect(changed.message).toBe(
    "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'pay_1' if you meant to execute a different request.",
  );
  const elsewhere = await errorOf(client.paymentIntents.cancel(id, {}, key));
  expect(elsewhere.message).toContain(
    `for the same endpoint they were first used for ('/v1/payment_intents/${id}/cancel' vs '/v1/payment_intents')`,
  );
});

it("answers 409 while the first request is in progress", async () => {
  const { client, server } = await start();
  const impatient = clientOf(server, { maxNetworkRetries: 0 });
  const [hasArrived, mayGoOn] = [signal(), signal()];
  const until = () => {
    hasArrived.send();
    return mayGoOn.received;
  };
  server.fail({ route: "POST /v1/payment_intents", until, applied: false });
  const first = client.paymentIntents.create(order, key);
  await hasArrived.received;
  const second = await errorOf(impatient.paymentIntents.create(order, key));
  expect(second).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  mayGoOn.send();
  const intent = await first;
  expect((await impatient.paymentIntents.create(order, key)).id).toBe(intent.id);
});

it("forgets a key after a day", async () => {
  const { client, server } = await start();
  const first = await client.paymentIntents.create(order, key);
  server.advance(DAY_MS - 60_000);
  expect((await client.paymentIntents.create(order, key)).id).toBe(first.id);
  server.advance(120_000);
  expect((await client.paymentIntents.create(order, key)).id).not.toBe(first.id);
});

it("repeats refusals and declines, but not invalid parameters", async () => {
  const { client } = await start();
  const { id } = await client.paymentIntents.create(order);
  const decline = () =>
    errorOf(client.paymentIntents.confirm(id, { payment_method: "pm_card_visa_chargeDeclined" }, key));
  const [one, two] = [await decline(), await decline()];
  expect([two.statusCode, two.charge]).toEqual([402, one.charge]);
  const invalid = () => client.paymentIntents.create({ ...order, currency: "xxq" }, { idempotencyKey: "k" });
  expect((await errorOf(invalid())).statusCode).toBe(400);
  // The key is still free.
  expect((await client.paymentIntents.create(order, { idempotencyKey: "k" })).amount).toBe(order.amount);
});

it("repeats a 500 for its key and tells clients not to retry", async () => {
  const { client, server } = await start();
  const { id } = await paid(client);
  const refund = () => client.refunds.create({ payment_intent: id }, key);
  server.fail({ route: "POST /v1/refunds", status: 500, applied: true });
  const first = await errorOf(refund());
  expect(first).toMatchObject({ type: "StripeAPIError", statusCode: 500 });
  expect(first.headers?.["stripe-should-retry"]).toBe("false");
  const again = await errorOf(refund());
  expect([again.statusCode, again.headers?.["idempotent-replayed"]]).toEqual([500, "true"]);
  // The refund was made all the same, once.
  expect(server.books()).toMatchObject([{ refunded: 4_590 }]);
  expect((await client.refunds.list({ payment_intent: id })).data).toHaveLength(1);
});

it.each([429, 409, 503])("does not save %s", async (status) => {
  const { client, server } = await start();
  const impatient = clientOf(server, { maxNetworkRetries: 0 });
  server.fail({ status });
  expect((await errorOf(impatient.paymentIntents.create(order, key))).statusCode).toBe(status);
  expect((await client.paymentIntents.create(order, key)).status).toBe("requires_payment_method");
});

function signal() {
  let send = () => {};
  const received = new Promise<void>((resolve) => {
    send = resolve;
  });
  return { received, send };
}
