import type Stripe from "stripe";
import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import type { Provider, ProviderPayment, ProviderRefund } from "./payment.provider.ts";
import { call, isRefusal, stripe, withKeys } from "./stripe.client.ts";
import { chargeOf, ofIntent, ofRefund } from "./stripe.view.ts";

/** Stripe's own recommendation: https://docs.stripe.com/webhooks#replay-prevention */
const TOLERANCE_S = 300;

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
    const params = { created: { gte: Math.floor(since.getTime() / 1_000) }, limit: 100 };
    const listed = new Set<string>();
    const expand = [`data.${REFUNDS}`];
    for await (const intent of pages((after) =>
      call(ctx, "ListIntents", () => stripe().paymentIntents.list({ ...params, ...after, expand })),
    )) {
      listed.add(intent.id);
      yield ofIntent(intent, await refundsIn(ctx, intent));
    }
    for await (const { payment_intent } of pages((after) =>
      call(ctx, "ListRefunds", () => stripe().refunds.list({ ...params, ...after })),
    )) {
      const ref = typeof payment_intent === "string" ? payment_intent : payment_intent?.id;
      if (ref === undefined || listed.has(ref)) continue;
      listed.add(ref);
      yield await find(ctx, ref);
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

/** All objects of a list. */
async function* pages<T extends { id: string }>(
  read: (after: { starting_after?: string }) => Promise<Stripe.ApiList<T>>,
): AsyncGenerator<T> {
  for (let last: T | undefined; ; ) {
    const page = await read(last ? { starting_after: last.id } : {});
    yield* page.data;
    last = page.data.at(-1);
    if (!page.has_more || !last) return;
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
  const found: ProviderRefund[] = [];
  for await (const refund of pages((after) =>
    call(ctx, "ListRefunds", () => stripe().refunds.list({ ...params, ...after })),
  )) {
    found.push(ofRefund(refund));
  }
  return found;
}
