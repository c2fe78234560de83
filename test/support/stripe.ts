import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { type StripeServer, startStripe } from "stripe-local";
import { askShop } from "./client.ts";

/** A Stripe whose webhooks reach the app, and whose banks answer only when a test says so. */
export async function startProvider(): Promise<StripeServer> {
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await askShop(request.url ?? "/", {
      method: "POST",
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/v1/webhooks/stripe`;
  const server = await startStripe({ webhookUrl, settleMs: null, retryMs: [1, 2, 3] });
  const link = (name: string, value: string | undefined) => {
    process.env[`SST_RESOURCE_${name}`] = JSON.stringify({ value });
  };
  Object.assign(process.env, server.env);
  link("StripeSecretKey", server.env.STRIPE_SECRET_KEY);
  link("StripePublishableKey", server.env.STRIPE_PUBLISHABLE_KEY);
  link("StripeWebhookSecret", server.env.STRIPE_WEBHOOK_SECRET);
  const stop = async () => {
    await server.stop();
    receiver.close();
  };
  return { ...server, stop };
}

export type { StripeServer };

/** Stripe's own client, as a storefront or a person in the dashboard would use it. */
export function clientOf({ env }: StripeServer): Stripe {
  const { STRIPE_API_HOST: host = "", STRIPE_API_PORT: port = "", STRIPE_SECRET_KEY: key = "" } = env;
  return new Stripe(key, { host, port, protocol: "http" });
}

/** The body and the headers of an event about this payment, as Stripe sends them. `secret`, `ageS`: of a forged or an old one. */
export function signedEvent(
  server: StripeServer,
  intent: string,
  { secret = server.env.STRIPE_WEBHOOK_SECRET ?? "", ageS = 0, id = `evt_${randomUUID()}` } = {},
) {
  const object = { object: "payment_intent", id: intent };
  const body = JSON.stringify({ id, object: "event", type: "payment_intent.succeeded", data: { object } });
  const timestamp = Math.floor(Date.now() / 1_000) - ageS;
  const { webhooks } = clientOf(server);
  const signature = webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  return { body, headers: { "stripe-signature": signature } };
}
