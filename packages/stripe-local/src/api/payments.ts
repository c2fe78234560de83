import type Stripe from "stripe";
import { ApiError } from "../http/error.ts";
import { newId } from "../state/id.ts";
import type { StoredMethod } from "../state/store.ts";
import { type Account, seconds } from "./account.ts";
import { type Behaviour, behaviours, declineMessages } from "./behaviours.ts";
import { chargeOf } from "./charges.ts";

/**
 * How long an authorisation lasts that the shopper made in a browser:
 * https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
 */
export const AUTHORISATION_MS = 7 * 24 * 60 * 60 * 1_000;

export const behaviourOf = ({ behaviour }: StoredMethod): Behaviour => behaviours[behaviour] as Behaviour;

/** Takes the money, or reserves it when the capture is manual. Throws the decline after the intent has recorded it. */
export function pay(account: Account, intent: Stripe.PaymentIntent, stored: StoredMethod): void {
  const { decline, bank } = behaviourOf(stored);
  intent.next_action = null;
  if (bank) {
    intent.status = "processing";
    intent.latest_charge = account.store.charges.put(chargeOf(account, intent, stored.method, "pending")).id;
    const due = bank === "never" || account.settleMs === null ? null : account.now() + account.settleMs;
    const outcome = bank === "failed" ? "failed" : "succeeded";
    account.store.tasks.put({ id: intent.id, kind: "payment", outcome, due });
    save(account, intent, "payment_intent.processing");
    return;
  }
  if (decline) throw fail(account, intent, stored, decline);
  succeed(account, intent, stored.method);
}

function succeed(account: Account, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const charge = chargeOf(account, intent, method, "succeeded");
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  intent.processing = null;
  if (intent.capture_method === "manual") {
    charge.captured = false;
    charge.amount_captured = 0;
    charge.balance_transaction = null;
    const due = account.now() + AUTHORISATION_MS;
    if (charge.payment_method_details?.card) {
      charge.payment_method_details.card.capture_before = Math.floor(due / 1000);
    }
    account.store.charges.put(charge);
    account.store.tasks.put({ id: intent.id, kind: "expiry", outcome: "succeeded", due });
    intent.status = "requires_capture";
    intent.amount_capturable = intent.amount;
    account.emit("charge.succeeded", charge);
    save(account, intent, "payment_intent.amount_capturable_updated");
    return;
  }
  account.store.charges.put(charge);
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  account.emit("charge.succeeded", charge);
  save(account, intent, "payment_intent.succeeded");
}

/** Records a failed attempt. The intent then waits for another payment method. Returns the answer to the shopper. */
function fail(
  account: Account,
  intent: Stripe.PaymentIntent,
  stored: StoredMethod,
  decline: string,
): ApiError {
  const [code = "", declineCode] = decline.split("/");
  const message = declineMessages[declineCode ?? code] ?? "The payment failed.";
  const charge = chargeOf(account, intent, stored.method, "failed");
  charge.failure_code = code;
  charge.failure_message = message;
  account.store.charges.put(charge);
  const isCard = stored.method.type === "card";
  const error = {
    type: isCard ? "card_error" : "invalid_request_error",
    code,
    ...(declineCode && { decline_code: declineCode }),
    message,
    charge: charge.id,
    payment_method: structuredClone(stored.method),
  } as const;
  intent.latest_charge = charge.id;
  account.emit("charge.failed", charge);
  waitForMethod(account, intent, error as Stripe.PaymentIntent.LastPaymentError);
  return new ApiError(402, { ...error, payment_intent: structuredClone(intent) });
}

function waitForMethod(
  account: Account,
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
): void {
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_payment_error = error;
  save(account, intent, "payment_intent.payment_failed");
}

/** The shopper has authenticated, or has failed to. Does nothing when the intent no longer waits for that. */
export function authenticate(account: Account, intent: Stripe.PaymentIntent, isComplete: boolean): void {
  if (intent.status !== "requires_action") return;
  const stored = account.store.methods.get(intent.payment_method as string) as StoredMethod;
  if (isComplete) {
    try {
      pay(account, intent, stored);
    } catch (error) {
      // A decline after the authentication: the intent has recorded it.
      if (!(error instanceof ApiError)) throw error;
    }
    return;
  }
  waitForMethod(account, intent, {
    type: "invalid_request_error",
    code: "payment_intent_authentication_failure",
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    payment_method: structuredClone(stored.method),
  } as Stripe.PaymentIntent.LastPaymentError);
}

/** The bank's answer to a payment in `processing`. */
export function settle(
  account: Account,
  intent: Stripe.PaymentIntent,
  outcome: "succeeded" | "failed",
): void {
  account.store.tasks.remove(intent.id);
  if (intent.status !== "processing") return;
  const stored = account.store.methods.get(intent.payment_method as string) as StoredMethod;
  const pending = account.store.charges.get(intent.latest_charge as string) as Stripe.Charge;
  if (outcome === "failed") {
    const { decline } = behaviourOf(stored);
    pending.status = "failed";
    pending.paid = false;
    account.store.charges.put(pending);
    account.emit("charge.failed", pending);
    waitForMethod(account, intent, {
      type: "invalid_request_error",
      code: decline?.split("/")[0] ?? "payment_intent_payment_attempt_failed",
      message: "The payment failed.",
      charge: pending.id,
      payment_method: structuredClone(stored.method),
    } as Stripe.PaymentIntent.LastPaymentError);
    return;
  }
  pending.status = "succeeded";
  pending.paid = true;
  pending.captured = true;
  pending.amount_captured = intent.amount;
  pending.balance_transaction = newId("txn");
  account.store.charges.put(pending);
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  account.emit("charge.succeeded", pending);
  save(account, intent, "payment_intent.succeeded");
}

/** Stores the intent, and an event about it. */
export function save(account: Account, intent: Stripe.PaymentIntent, event: string): void {
  account.store.intents.put(intent);
  account.emit(event, intent);
}

/** Ends an intent. An authorised amount is given back first. */
export function cancelIntent(
  account: Account,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): void {
  account.store.tasks.remove(intent.id);
  const charge = account.store.charges.get(intent.latest_charge as string);
  if (intent.status === "requires_capture" && charge) release(account, charge, charge.amount);
  intent.status = "canceled";
  intent.canceled_at = seconds(account);
  intent.cancellation_reason = reason;
  intent.amount_capturable = 0;
  intent.next_action = null;
  save(account, intent, "payment_intent.canceled");
}

/**
 * Gives back an authorised amount that is not captured. Stripe records that as a refund and sends `charge.refunded`, although no
 * money moved: https://github.com/odoo/odoo/pull/259230, https://github.com/solidusio/solidus_stripe/pull/268
 */
export function release(account: Account, charge: Stripe.Charge, amount: number): void {
  const refund = refundOf(account, charge, amount, "succeeded");
  account.store.refunds.put(refund);
  account.store.releases.put({ id: refund.id });
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  account.store.charges.put(charge);
  account.emit("refund.created", refund);
  account.emit("charge.refunded", charge, previous);
}

export function refundOf(
  account: Account,
  charge: Stripe.Charge,
  amount: number,
  status: "pending" | "succeeded",
): Stripe.Refund {
  return {
    id: newId("re"),
    object: "refund",
    amount,
    balance_transaction: charge.captured ? newId("txn") : null,
    charge: charge.id,
    created: seconds(account),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { card: { reference_status: "pending", type: "refund" }, type: "card" },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
