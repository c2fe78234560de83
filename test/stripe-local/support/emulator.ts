import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach } from "vitest";
import {
  type StripeOptions,
  type StripeServer,
  startStripe,
} from "../../../packages/stripe-local/src/index.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The real client, as the shop configures it. */
export function clientOf({ env }: StripeServer, options: Stripe.StripeConfig = {}): Stripe {
  return new Stripe(env.STRIPE_SECRET_KEY ?? "", {
    host: env.STRIPE_API_HOST ?? "",
    port: env.STRIPE_API_PORT ?? "",
    protocol: "http",
    maxNetworkRetries: 2,
    timeout: 30_000,
    telemetry: false,
    ...options,
  });
}

/** An emulator that ends with the test. Banks answer when the test says so, and webhooks are repeated soon. */
export async function start(options: StripeOptions = {}) {
  const server = await startStripe({ settleMs: null, retryMs: [1, 2, 3], ...options });
  closing.push(server.stop);
  return { server, client: clientOf(server) };
}

/** An emulator, and an endpoint that receives its webhooks. */
export async function startWithReceiver(options: StripeOptions = {}) {
  const receiver: Receiver = await startReceiver();
  closing.push(receiver.stop);
  return { ...(await start({ ...options, webhookUrl: receiver.url })), receiver };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "stripe-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An intent for server-side confirmation. */
export const order = {
  amount: 4_590,
  currency: "eur",
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  metadata: { order: "ord_1", payment: "pay_1" },
} as const satisfies Stripe.PaymentIntentCreateParams;

/** An intent that is paid with this test method. */
export const paid = (client: Stripe, payment_method = "pm_card_visa", more: object = {}) =>
  client.paymentIntents.create({ ...order, confirm: true, payment_method, ...more });

/** The error that the call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`The call did not end with an error of Stripe: ${error}`);
}
