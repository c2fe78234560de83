import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterAll, expect, it } from "vitest";
import { recordStored } from "../../../packages/local/src/engines/stored.ts";
import { givenPayments, startPayments } from "../../../packages/local/src/engines/stripe.ts";

const dir = mkdtempSync(path.join(tmpdir(), "payments-"));
afterAll(() => rmSync(dir, { recursive: true }));
const folder = (name: string) => {
  mkdirSync(path.join(dir, name), { recursive: true });
  return { path: path.join(dir, name), isPersistent: true, close: async () => {} };
};
const ORIGIN = "http://127.0.0.1:9";

const clientOf = (env: Record<string, string>) =>
  new Stripe(env.STRIPE_SECRET_KEY ?? "", {
    host: env.STRIPE_API_HOST ?? "",
    port: env.STRIPE_API_PORT ?? "",
    protocol: env.STRIPE_API_PROTOCOL as "http",
    telemetry: false,
  });

it("sends signed webhooks to the shop, and keeps acknowledged payments when it is killed", async () => {
  const told = signal<{ path: string | undefined; event: Stripe.Event }>();
  const shop = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    response.end();
    const signature = String(request.headers["stripe-signature"]);
    told.send({ path: request.url, event: Stripe.webhooks.constructEvent(body, signature, "whsec_local") });
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;

  const stripe = await startPayments(folder("kept"), origin);
  expect(stripe.env).toMatchObject({
    STRIPE_PUBLISHABLE_KEY: "pk_test_local",
    STRIPE_WEBHOOK_SECRET: "whsec_local",
  });
  const made = await clientOf(stripe.env).paymentIntents.create({ amount: 4_590, currency: "eur" });
  process.kill(stripe.pid, "SIGKILL");
  expect(await stripe.ended).toBe("it was ended by SIGKILL");

  const again = await startPayments(folder("kept"), origin);
  expect(await clientOf(again.env).paymentIntents.retrieve(made.id)).toEqual(made);
  // Before the kill or after it.
  expect(await told.received).toMatchObject({
    path: "/v1/webhooks/stripe",
    event: { type: "payment_intent.created", data: { object: { id: made.id } } },
  });
  await again.stop();
  shop.closeAllConnections();
  shop.close();
});

it("refuses to start without the payments that it had, and says what to do about damaged ones", async () => {
  const lost = folder("lost");
  recordStored(lost.path, ["stripe"]);
  await expect(startPayments(lost, ORIGIN)).rejects.toThrow(
    /stripe\/journal\.jsonl is missing or empty\. It held payments and refunds\./,
  );
  const damaged = folder("damaged");
  mkdirSync(path.join(damaged.path, "stripe"));
  writeFileSync(path.join(damaged.path, "stripe/journal.jsonl"), "no journal\n");
  await expect(startPayments(damaged, ORIGIN)).rejects.toThrow(
    /^Stripe \(stripe-local\) could not start: .+\(line 1 is damaged\)\. If .+ is damaged, npm start -- --fresh deletes it/,
  );
});

it("passes a given Stripe on, with its keys", () => {
  expect(givenPayments({ STRIPE_SECRET_KEY: "sk_test_1" })).toBeUndefined();
  const given = { STRIPE_API_HOST: "api.stripe.com", STRIPE_SECRET_KEY: "sk_test_1" };
  expect(givenPayments({ ...given, PATH: "/bin" })).toMatchObject({
    ...given,
    SST_RESOURCE_StripeSecretKey: '{"value":"sk_test_1"}',
    SST_RESOURCE_StripePublishableKey: '{"value":""}',
  });
  expect(givenPayments({ ...given, PATH: "/bin" })).not.toHaveProperty("PATH");
});

function signal<T>() {
  let send: (value: T) => void = () => {};
  const received = new Promise<T>((resolve) => {
    send = resolve;
  });
  return { received, send };
}
