import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { ask } from "../support/raw.ts";
import { clientOf, errorOf, order, start } from "./support/emulator.ts";

describe("secret keys", () => {
  it("are required, with 401", async () => {
    const { server } = await start();
    const wrong = clientOf({
      ...server,
      env: { ...server.env, STRIPE_SECRET_KEY: "sk_test_0123456789wrong" },
    });
    const error = await errorOf(wrong.paymentIntents.list());
    expect(error).toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
    expect(error.message).toBe("Invalid API Key provided: sk_test_***********rong");
    const without = await fetch(`${server.url}/v1/payment_intents`);
    expect(without.status).toBe(401);
    expect(await without.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });

  it("may also be the user name, as with curl -u", async () => {
    const { server } = await start();
    const authorization = `Basic ${btoa("sk_test_local:")}`;
    const answer = await fetch(`${server.url}/v1/events`, { headers: { authorization } });
    expect([answer.status, answer.headers.get("stripe-version")]).toEqual([200, Stripe.API_VERSION]);
    const older = { authorization, "stripe-version": "2024-06-20" };
    const kept = await fetch(`${server.url}/v1/events`, { headers: older });
    expect(kept.headers.get("stripe-version")).toBe("2024-06-20");
  });
});

describe("publishable keys", () => {
  const key = "pk_test_local";
  const post = (url: string, body: Record<string, string>) =>
    fetch(url, { method: "POST", body: new URLSearchParams({ key, ...body }) });

  it("confirm and read an intent with its client secret, as Stripe.js does", async () => {
    const { server, client } = await start();
    const intent = await client.paymentIntents.create({
      ...order,
      automatic_payment_methods: { enabled: true },
    });
    const secret = { client_secret: intent.client_secret ?? "" };
    const url = `${server.url}/v1/payment_intents/${intent.id}`;
    const confirmed = await post(`${url}/confirm`, {
      ...secret,
      "payment_method_data[type]": "card",
      "payment_method_data[card][number]": "4242424242424242",
      "payment_method_data[card][exp_month]": "12",
      "payment_method_data[card][exp_year]": "34",
      "payment_method_data[guid]": "NA",
      return_url: "https://shop.example",
      expected_payment_method_type: "card",
      use_stripe_sdk: "true",
    });
    expect([confirmed.status, confirmed.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const read = await fetch(`${url}?${new URLSearchParams({ key, ...secret })}`);
    const body = (await read.json()) as object;
    expect(body).toMatchObject({ id: intent.id, status: "succeeded", amount: order.amount });
    for (const hidden of ["metadata", "latest_charge", "amount_received"])
      expect(body).not.toHaveProperty(hidden);
    expect(await client.paymentIntents.retrieve(intent.id)).toMatchObject({ amount_received: order.amount });
  });

  it("open no intent without the right client secret", async () => {
    const { server, client } = await start();
    const { id } = await client.paymentIntents.create(order);
    const url = `${server.url}/v1/payment_intents/${id}`;
    expect((await fetch(`${url}?key=${key}`)).status).toBe(404);
    expect((await fetch(`${url}?key=${key}&client_secret=${id}_secret_wrong`)).status).toBe(404);
    const confirmed = await post(`${url}/confirm`, { payment_method: "pm_card_visa" });
    expect(confirmed.status).toBe(404);
    expect((await client.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");
  });

  it.each([
    ["GET", "/v1/payment_intents"],
    ["POST", "/v1/payment_intents"],
    ["POST", "/v1/payment_intents/pi_1/cancel"],
    ["POST", "/v1/payment_intents/pi_1/capture"],
    ["POST", "/v1/refunds"],
    ["GET", "/v1/events"],
  ])("may not call %s %s: 403", async (method, path) => {
    const { server } = await start();
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(server.url + path, { method, headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "secret_key_required" } });
  });
});

describe("requests", () => {
  const authorization = "Bearer sk_test_local";

  it("answer 404 for unknown routes, and 400 for JSON", async () => {
    const { server } = await start();
    const unknown = await fetch(`${server.url}/v1/customers`, { headers: { authorization } });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { type: "invalid_request_error" } });
    const headers = { authorization, "content-type": "application/json" };
    const json = await fetch(`${server.url}/v1/refunds`, { method: "POST", headers, body: "{}" });
    expect(json.status).toBe(400);
  });

  it("come from this machine's own pages only", async () => {
    const { server } = await start();
    const { port } = new URL(server.url);
    const rebound = await ask(server.url, "/_control/books", { headers: { host: `evil.example:${port}` } });
    expect(rebound.status).toBe(403);
    const headers = { origin: "https://evil.example" };
    const foreign = await ask(server.url, "/_control/clock", { method: "POST", headers, body: "{}" });
    expect(foreign.status).toBe(403);
    expect((await ask(server.url, "/_control/books")).status).toBe(200);
  });
});
