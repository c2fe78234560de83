import Stripe from "stripe";
import { callStore } from "../aws/call.ts";
import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import type { Provider, ProviderPayment, ProviderRefund } from "./payment.provider.ts";

/** With another version, Stripe answers in other shapes. The package's types are those of this one. */
const API_VERSION = "2026-10-28.endive";
/** The limit of one call with its retries, and that of one attempt. */
const CALL_MS = 6_500;
const ATTEMPT_MS = 3_000;
const KEYS = 3;
/** Stripe's own recommendation: https://docs.stripe.com/webhooks#replay-prevention */
const TOLERANCE_S = 300;

/** Errors of a single request. The provider works, and a repetition fails again. */
const REFUSALS = ["StripeInvalidRequestError", "StripeCardError", "StripeIdempotencyError"];

let made: Stripe | undefined;

/** The secret key is read at first use, and only by the function that is linked to it. */
function stripe(): Stripe {
  const { STRIPE_API_HOST: host, STRIPE_API_PORT: port, STRIPE_API_PROTOCOL: protocol } = process.env;
  made ??= new Stripe(links.StripeSecretKey.value, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 2,
    timeout: ATTEMPT_MS,
    telemetry: false,
    ...(host && { host }),
    ...(port && { port }),
    ...(protocol && { protocol: protocol as "http" | "https" }),
  });
  return made;
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
export const stripeProvider: Provider = {
  async open(ctx, { id, orderId, number, amount, currency, capturesAtOnce }) {
    const params: Stripe.PaymentIntentCreateParams = {
      amount,
      currency: currency.toLowerCase(),
      automatic_payment_methods: { enabled: true },
      capture_method: capturesAtOnce ? "automatic" : "manual",
      description: `Order ${number}`,
      metadata: { paymentId: id, orderId },
    };
    const create = (idempotencyKey: string) =>
      call(ctx, "CreateIntent", () => stripe().paymentIntents.create(params, { idempotencyKey }));
    // A payment that Stripe has begun in spite of its error is never paid: nobody gets its secret.
    return ofIntent(await withKeys(id, create, async () => undefined));
  },

  find,

  cancel: (ctx, ref) =>
    orAsItIs(
      ctx,
      ref,
      call(ctx, "CancelIntent", () => stripe().paymentIntents.cancel(ref)),
    ),

  capture: (ctx, ref) =>
    orAsItIs(
      ctx,
      ref,
      call(ctx, "CaptureIntent", () => stripe().paymentIntents.capture(ref)),
    ),

  async refund(ctx, ref, { id, amount }) {
    // Sweep repeats a refund until it is confirmed, which may take days. Stripe forgets its key after one.
    const made = await earlier(ctx, ref, id);
    if (made) return made;
    try {
      const params = { payment_intent: ref, amount, metadata: { refundId: id } };
      const create = async (idempotencyKey: string) =>
        ofRefund(await call(ctx, "CreateRefund", () => stripe().refunds.create(params, { idempotencyKey })));
      return await withKeys(id, create, () => earlier(ctx, ref, id));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Another repetition of this request may have refunded the rest meanwhile.
      return earlier(ctx, ref, id);
    }
  },

  async *list(ctx, since) {
    const created = { gte: Math.floor(since.getTime() / 1_000) };
    for (let after: string | undefined; ; ) {
      const page = await call(ctx, "ListIntents", () =>
        stripe().paymentIntents.list({
          created,
          limit: 100,
          expand: [`data.${REFUNDS}`],
          ...(after && { starting_after: after }),
        }),
      );
      for (const intent of page.data) yield ofIntent(intent, await refundsIn(ctx, intent));
      after = page.data.at(-1)?.id;
      if (!page.has_more || !after) return;
    }
  },

  readEvent(body, signature, now) {
    for (const secret of links.StripeWebhookSecret.value.split(" ").filter(Boolean)) {
      const event = verified(body, signature, secret, now);
      if (event) return event;
    }
    return undefined;
  },
};

/**
 * Sends a request with the key `id`. Stripe answers a repetition with the same error 500 for a day, so after that error it is sent with
 * another key, unless `find` finds what it has made. Without an answer, the request may still be at work, so its key must not change.
 */
async function withKeys<T>(
  id: string,
  send: (key: string) => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await send(n === 1 ? id : `${id}-${n}`);
    } catch (error) {
      const status = (error as { cause?: { cause?: { statusCode?: number } } }).cause?.cause?.statusCode;
      if (status !== 500 || n === KEYS) throw error;
      const made = await find();
      if (made) return made;
    }
  }
}

const earlier = async (ctx: Context, ref: string, id: string) =>
  (await refundsOf(ctx, ref)).find(({ refundId }) => refundId === id);

/** There are two secrets during a rotation. */
function verified(body: string, signature: string, secret: string, now: Date) {
  try {
    const { webhooks } = stripe();
    const event = webhooks.constructEvent(body, signature, secret, TOLERANCE_S, undefined, now.getTime());
    const { id, object, payment_intent } = event.data.object as {
      id?: string;
      object: string;
      payment_intent?: string | { id: string } | null;
    };
    const ofObject = typeof payment_intent === "string" ? payment_intent : payment_intent?.id;
    return { id: event.id, paymentRef: object === "payment_intent" ? id : ofObject };
  } catch {
    return undefined;
  }
}

async function find(ctx: Context, ref: string): Promise<ProviderPayment> {
  const intent = await call(ctx, "GetIntent", () =>
    stripe().paymentIntents.retrieve(ref, { expand: [REFUNDS] }),
  );
  return ofIntent(intent, await refundsIn(ctx, intent));
}

/** The charge's own sum leaves out the refunds that a bank has returned. */
const REFUNDS = "latest_charge.refunds";

/** Of a payment that is not captured, a refund is only a released authorisation. Stripe expands the newest refunds only. */
async function refundsIn(
  ctx: Context,
  { id, status, latest_charge }: Stripe.PaymentIntent,
): Promise<ProviderRefund[]> {
  const refunds = chargeOf(latest_charge)?.refunds;
  if (status !== "succeeded" || !refunds) return [];
  return refunds.has_more ? refundsOf(ctx, id) : refunds.data.map(ofRefund);
}

/** If Stripe refuses a change for the payment's status, the payment as it is. */
async function orAsItIs(
  ctx: Context,
  ref: string,
  changing: Promise<Stripe.PaymentIntent>,
): Promise<ProviderPayment> {
  try {
    return ofIntent(await changing);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return find(ctx, ref);
  }
}

async function refundsOf(ctx: Context, ref: string): Promise<ProviderRefund[]> {
  const params = { payment_intent: ref, limit: 100 };
  return (await call(ctx, "ListRefunds", () => stripe().refunds.list(params))).data.map(ofRefund);
}

const STATUSES: Record<string, ProviderPayment["status"]> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "open",
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "captured",
  canceled: "canceled",
};

function ofIntent(intent: Stripe.PaymentIntent, refunds: ProviderRefund[] = []): ProviderPayment {
  // A status that a later version adds is not final.
  const status = STATUSES[intent.status] ?? "open";
  const captureBefore = chargeOf(intent.latest_charge)?.payment_method_details?.card?.capture_before;
  return {
    ref: intent.id,
    paymentId: intent.metadata.paymentId,
    status,
    amount: status === "captured" ? intent.amount_received : intent.amount,
    currency: intent.currency.toUpperCase(),
    captureBefore: captureBefore ? new Date(captureBefore * 1_000) : undefined,
    clientSecret: intent.client_secret ?? undefined,
    refunds,
  };
}

const chargeOf = (charge: Stripe.PaymentIntent["latest_charge"]): Stripe.Charge | undefined =>
  typeof charge === "object" && charge !== null ? charge : undefined;

/** https://docs.stripe.com/refunds#failed-refunds */
const ofRefund = ({ id, metadata, amount, status }: Stripe.Refund): ProviderRefund => ({
  ref: id,
  refundId: metadata?.refundId,
  amount,
  status:
    status === "failed" || status === "canceled" ? "failed" : status === "succeeded" ? status : "pending",
});

const isRefusal = (error: unknown): boolean => REFUSALS.includes((error as Error).name);

/** One call with its retries, recorded like a call of a store. */
function call<T extends object>(ctx: Context, operation: string, send: () => Promise<T>): Promise<T> {
  const named = async (): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const { type, statusCode } = error as { type?: string; statusCode?: number };
      if (!type || !(error instanceof Error)) throw error;
      throw Object.assign(error, { name: type, $metadata: { httpStatusCode: statusCode ?? 0 } });
    }
  };
  return callStore(ctx, `stripe.${operation}`, CALL_MS, REFUSALS, named) as Promise<T>;
}
