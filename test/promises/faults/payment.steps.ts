import { context } from "@myclothes/core/context";
import { sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { expect } from "vitest";
import { expire, letCheck, ordered, PRICE, TOTAL } from "../../functions/support/paid.ts";
import type { admin } from "../../support/admin.ts";
import { keyed, orderOf, usd } from "../../support/bodies.ts";
import { type Answer, client } from "../../support/client.ts";
import { run } from "../../support/products.ts";
import type { Random } from "../../support/random.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { type StripeServer, signedEvent } from "../../support/stripe.ts";

/** One order, its shopper, and what can happen to it. */
export interface Story extends Awaited<ReturnType<typeof ordered>> {
  /** The provider's ID of the payment, once the shopper can pay. */
  intent: string | undefined;
}

/** What a step needs: who acts, and the numbers that decide how. */
export interface Stage {
  provider: StripeServer;
  stripe: Stripe;
  manager: Pick<Awaited<ReturnType<typeof admin>>, "send">;
  chance: Random;
}

export const STOCK = 5;

export const newStory = async (): Promise<Story> => ({ ...(await ordered()), intent: undefined });

const METHODS = [
  "pm_card_visa",
  "pm_card_visa",
  "pm_card_visa",
  "pm_card_pendingRefund",
  "pm_card_refundFail",
  "pm_card_visa_chargeDeclined",
  "pm_card_visa_chargeDeclinedInsufficientFunds",
  "pm_card_authenticationRequired",
  "pm_usBankAccount",
  "pm_usBankAccount_insufficientFunds",
];

export type Step = (story: Story, stage: Stage) => Promise<unknown>;

/** No answer may be a fault. */
export function allowed(answer: Answer, ...statuses: number[]): Answer {
  expect(answer.status, JSON.stringify(answer.body)).toBeOneOf(statuses);
  return answer;
}

/** A person or a browser may ask for what Stripe refuses. */
export const ignoreRefusal = async (asked: Promise<unknown>): Promise<void> => {
  await asked.catch((error: Error) => {
    if (!/^Stripe(Card|InvalidRequest)Error$/.test((error as { type?: string }).type ?? "")) throw error;
  });
};

/**
 * The shopper begins to pay: in one tab or two, sometimes with a lost answer, or with an event that is faster than the answer.
 */
const begin: Step = async (story, { provider, chance }) => {
  const route = "POST /v1/payment_intents";
  const how = chance.below(8);
  if (how === 0) provider.fail({ route, times: 1, reset: true, applied: true });
  if (how === 1) provider.fail({ route, times: 1, until: provider.idle });
  const answers = await Promise.all(how === 2 ? [story.start(), story.start()] : [story.start()]);
  provider.clearFaults();
  for (const { body } of answers.map((answer) => allowed(answer, 200, 409)))
    if (body.clientSecret) story.intent = String(body.clientSecret).split("_secret_")[0];
};

const pay: Step = async ({ intent }, { stripe, chance }) => {
  const payment_method = chance.pick(METHODS);
  if (!intent) return;
  await ignoreRefusal(
    stripe.paymentIntents.confirm(intent, { payment_method, return_url: "https://shop.example/" }),
  );
};

/** The shopper or the bank answers at last. */
const answer: Step = async ({ intent }, { provider, chance }) => {
  const outcome = chance.pick(["succeeded", "succeeded", "failed"] as const);
  if (!intent) return;
  provider.authenticate(intent, outcome);
  provider.settle(intent, outcome);
};

/** An event that is faster than the provider's answer to the shop. */
const overtaken = ({ provider, chance }: Stage, route: string): void => {
  if (chance.below(3) === 0) provider.fail({ route, times: 1, until: provider.idle });
};

const cancel: Step = async ({ cancel, id }, stage) => {
  overtaken(stage, "POST /v1/payment_intents/:id/cancel");
  const byMerchant = () => stage.manager.send("POST", `/admin/v1/orders/${id}/cancellation`);
  allowed(await retryWhileBusy(stage.chance.below(2) === 0 ? cancel : byMerchant), 201, 409);
  stage.provider.clearFaults();
};

const refund: Step = async ({ id, sku }, stage) => {
  const { chance, manager } = stage;
  overtaken(stage, "POST /v1/refunds");
  const restock = chance.below(2) === 0;
  const amount = usd(1 + chance.below(TOTAL));
  const body = restock
    ? { reason: "Too small", restock, lines: [{ sku, quantity: 1 }] }
    : { reason: "Late", restock, amount };
  const headers = keyed();
  // An event may change the order at the same time.
  const send = () =>
    retryWhileBusy(() => manager.send("POST", `/admin/v1/orders/${id}/refunds`, { body, headers }));
  for (const one of await Promise.all(chance.below(2) === 0 ? [send(), send()] : [send()]))
    allowed(one, 201, 409);
  stage.provider.clearFaults();
};

const dashboardRefund: Step = async ({ intent }, { stripe, chance }) => {
  const amount = 1 + chance.below(TOTAL);
  if (intent) await ignoreRefusal(stripe.refunds.create({ payment_intent: intent, amount }));
};

const read: Step = async (story, { chance }) => {
  if (chance.below(2) === 0) await letCheck(story.id);
  const { status, payment } = await story.read();
  expect(payment.status, status).toBeDefined();
};

export const sweepNow = () => sweep(context({ databaseRole: "payments" }));

const expireNow: Step = async ({ id }) => {
  await expire(id);
  await sweepNow();
};

/** Events that wait arrive in another order. */
const deliver: Step = (_, { provider, chance }) =>
  provider.release(chance.pick(["created", "reversed", "shuffled"] as const));

/** Somebody who does not know the secret, or repeats an old webhook, says that the order is paid. */
const forge: Step = async ({ intent, id }, { provider, chance }) => {
  // Real events that are on their way would change the order meanwhile.
  await provider.idle();
  const before = await run("select paid, status from orders where id = :id", { id });
  const forged = chance.pick([{ secret: "whsec_forged" }, { ageS: 24 * 60 * 60 }, { ageS: 301 }]);
  const event = signedEvent(provider, intent ?? "pi_unknown", forged);
  allowed(await client().send("POST", "/v1/webhooks/stripe", event), 400);
  expect(await run("select paid, status from orders where id = :id", { id })).toEqual(before);
};

/** Others buy what is left. */
const sellRest: Step = async ({ sku }, { chance }) => {
  const other = client();
  const quantity = 1 + chance.below(3);
  await other.send("POST", "/v1/cart/items", { body: { sku, quantity } });
  const order = { body: orderOf(quantity * PRICE), headers: keyed() };
  allowed(await other.send("POST", "/v1/orders", order), 201, 409);
};

/**
 * The bank says late that it has the money of an order that is canceled already: Stripe can do that with some payment methods.
 */
const cancelWhileProcessing: Step = async ({ id, sku, intent }, { provider, chance }) => {
  const by = chance.pick(["expiry", "shopper"]);
  const isProcessing = provider.books().some((one) => one.id === intent && one.status === "processing");
  const [order] = await run("select status from orders where id = :id", { id });
  if (!isProcessing || order?.[0] === "canceled") return;
  await run("update payment set status = 'canceled', expires_at = null where order_id = :id", { id });
  await run(
    "update orders set status = 'canceled', payment_status = 'canceled', canceled_by = :by where id = :id",
    { id, by },
  );
  await run("update variant set stock = stock + 2 where sku = :sku", { sku });
};

/** A step that is listed more than once happens more often. */
export const steps: Record<string, Step> = {
  begin,
  beginAgain: begin,
  pay,
  payAgain: pay,
  payOnceMore: pay,
  answer,
  answerAgain: answer,
  cancel,
  refund,
  refundAgain: refund,
  dashboardRefund,
  read,
  sweep: sweepNow,
  expire: expireNow,
  deliver,
  deliverAgain: deliver,
  forge,
  sellRest,
  cancelWhileProcessing,
};
