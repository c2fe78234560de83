import { expect, it } from "vitest";
import { clientOf, errorOf, order, paid, start, startWithReceiver } from "./support/emulator.ts";

it("resets a connection before the call, or after it", async () => {
  const { client, server } = await start();
  const impatient = clientOf(server, { maxNetworkRetries: 0 });
  // The client sends a request again once whose connection was closed, whatever its settings are.
  server.fail({ route: "POST /v1/payment_intents", reset: true, times: 2 });
  expect(await errorOf(impatient.paymentIntents.create(order))).toMatchObject({
    type: "StripeConnectionError",
  });
  expect(server.books()).toEqual([]);
  server.fail({ route: "POST /v1/payment_intents", reset: true, applied: true });
  const intent = await client.paymentIntents.create(order, { idempotencyKey: "pay_1" });
  expect(server.books()).toMatchObject([{ id: intent.id }]);
  const { headers } = intent.lastResponse as object as { headers: Record<string, string> };
  expect(headers["idempotent-replayed"]).toBe("true");
});

it.each([
  [500, "StripeAPIError"],
  [503, "StripeAPIError"],
  [429, "StripeRateLimitError"],
  [409, "StripeAPIError"],
])("answers the next calls with %s, without an effect", async (status, type) => {
  const { client, server } = await start();
  const impatient = clientOf(server, { maxNetworkRetries: 0 });
  const { id } = await paid(client);
  server.fail({ route: "POST /v1/refunds", status, times: 2 });
  for (let i = 0; i < 2; i++) {
    expect(await errorOf(impatient.refunds.create({ payment_intent: id }))).toMatchObject({
      statusCode: status,
      type,
    });
  }
  expect(server.books()).toMatchObject([{ refunded: 0 }]);
  await client.refunds.create({ payment_intent: id });
  expect(server.books()).toMatchObject([{ refunded: 4_590 }]);
});

it("is silent for longer than a client waits, and the call has its effect", async () => {
  const { client, server } = await start();
  const { id } = await paid(client);
  const [arrived, released] = [gate(), gate()];
  const until = () => {
    arrived.open();
    return released.promise;
  };
  server.fail({ route: "POST /v1/refunds", until });
  const patience = new AbortController();
  const answer = fetch(`${server.url}/v1/refunds`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_local" },
    body: new URLSearchParams({ payment_intent: id }),
    signal: patience.signal,
  });
  await arrived.promise;
  patience.abort();
  await expect(answer).rejects.toThrow("aborted");
  released.open();
  expect(server.books()).toMatchObject([{ refunded: 4_590 }]);
});

it("lets faults be taken back", async () => {
  const { client, server } = await start();
  server.fail({ status: 500, times: 100 });
  server.clearFaults();
  expect((await client.paymentIntents.create(order)).status).toBe("requires_payment_method");
});

it("offers the same over HTTP", async () => {
  const { client, server, receiver } = await startWithReceiver();
  const call = async (method: string, route: string, body?: object) => {
    const answer = await fetch(`${server.url}/_control/${route}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  expect(await call("POST", "deliveries", { hold: true })).toEqual({ status: 200, body: {} });
  const bank = await paid(client, "pm_usBankAccount");
  const card = await paid(client, "pm_card_authenticationRequired");
  await call("POST", `objects/${bank.id}/settle`, { outcome: "succeeded" });
  await call("POST", `objects/${card.id}/authenticate`, { outcome: "failed" });
  expect((await call("GET", "books")).body).toMatchObject([
    { id: bank.id, status: "succeeded", captured: 4_590 },
    { id: card.id, status: "requires_payment_method", captured: 0 },
  ]);
  await call("POST", "deliveries/release", { order: "created" });
  expect(receiver.received[0]?.event.type).toBe("payment_intent.created");
  await call("POST", "deliveries/idle");
  expect((await call("GET", "deliveries")).body).toHaveLength(receiver.received.length);
  const resent = { event: receiver.received[0]?.event.id, signedAt: 1 };
  expect((await call("POST", "deliveries/resend", resent)).body).toEqual({ status: 400 });

  await call("POST", "endpoints", { urls: [] });
  await call("POST", "faults", { route: "GET /v1/events", status: 503, times: 9 });
  const impatient = clientOf(server, { maxNetworkRetries: 0 });
  expect((await errorOf(impatient.events.list())).statusCode).toBe(503);
  await call("DELETE", "faults");
  const held = await paid(client, "pm_card_visa", { capture_method: "manual" });
  await call("POST", "clock", { advanceMs: 8 * 24 * 60 * 60 * 1_000 });
  expect((await client.paymentIntents.retrieve(held.id)).status).toBe("canceled");
  expect((await call("POST", "nothing")).status).toBe(404);
  expect((await call("POST", "objects/pi_none/settle")).status).toBe(400);
});

it("shows payments, events and webhooks on a page, and escapes what a shop sends", async () => {
  const { client, server } = await startWithReceiver();
  const { id } = await paid(client, "pm_card_visa", { metadata: { note: "<script>alert(1)</script>" } });
  await server.idle();
  const answer = await fetch(server.url);
  expect(answer.headers.get("content-type")).toContain("text/html");
  const page = await answer.text();
  for (const text of [id, "€45.90", "payment_intent.succeeded", "delivered · 200"])
    expect(page).toContain(text);
  expect(page).not.toContain("<script>");
});

function gate() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
