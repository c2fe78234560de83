import type Stripe from "stripe";
import { InvalidParameter, missing, refusal } from "../http/error.ts";
import { integer, metadata, oneOf, requireKnown, text } from "../http/params.ts";
import type { StoredMethod } from "../state/store.ts";
import type { Account, Call } from "./account.ts";
import { money } from "./amounts.ts";
import { LIST_PARAMS, listOf } from "./list.ts";
import { behaviourOf, refundOf } from "./payments.ts";

const REASONS = ["duplicate", "fraudulent", "requested_by_customer"] as const;

export function createRefund(call: Call): Stripe.Refund {
  const { account, params } = call;
  requireKnown(params, ["payment_intent", "charge", "amount", "metadata", "reason"]);
  const reason = oneOf(params, "reason", REASONS) ?? null;
  const wanted = integer(params, "amount");
  const pairs = metadata(params);
  const charge = chargeToRefund(call);
  const rest = charge.amount - charge.amount_refunded;
  if (rest === 0) {
    throw refusal(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  const amount = wanted ?? rest;
  if (amount > rest) {
    const [asked, most] = [amount, rest].map((one) => money(one, charge.currency));
    const limit = charge.amount_refunded > 0 ? "unrefunded amount on charge" : "charge amount";
    throw refusal(`Refund amount (${asked}) is greater than ${limit} (${most})`, { param: "amount" });
  }
  const stored = account.store.methods.get(charge.payment_method ?? "") as StoredMethod;
  const behaviour = behaviourOf(stored);
  const refund = refundOf(account, charge, amount, behaviour.refund === "pending" ? "pending" : "succeeded");
  refund.reason = reason;
  refund.metadata = pairs;
  account.store.refunds.put(refund);
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  account.store.charges.put(charge);
  if (behaviour.refund) {
    const outcome = behaviour.refund === "fails" ? "failed" : "succeeded";
    const due = account.settleMs === null ? null : account.now() + account.settleMs;
    account.store.tasks.put({ id: refund.id, kind: "refund", outcome, due });
  }
  account.emit("refund.created", refund);
  account.emit("charge.refunded", charge, previous);
  return refund;
}

function chargeToRefund({ account, params }: Call): Stripe.Charge {
  const [chargeId, intentId] = [text(params, "charge"), text(params, "payment_intent")];
  if (chargeId === undefined && intentId === undefined) {
    throw new InvalidParameter(
      "One of the following params should be provided for this request: payment_intent or charge.",
      "charge",
      "parameter_missing",
    );
  }
  const intent = intentId === undefined ? undefined : account.store.intents.get(intentId);
  if (intentId !== undefined && !intent) throw missing("payment_intent", intentId, "payment_intent");
  const charge = account.store.charges.get(chargeId ?? (intent?.latest_charge as string));
  if (chargeId !== undefined && !charge) throw missing("charge", chargeId, "charge");
  // Also when it is canceled: Stripe lets nobody refund an authorisation.
  if (charge?.status === "succeeded" && !charge.captured) {
    if (charge.refunded)
      throw refusal(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
    throw refusal(
      `This uncaptured Charge was created by a PaymentIntent (${charge.payment_intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly.`,
    );
  }
  if (charge?.status === "succeeded") return charge;
  throw refusal(
    `This PaymentIntent (${intentId ?? charge?.payment_intent}) does not have a successful charge to refund.`,
    { param: "payment_intent", code: "payment_intent_unexpected_state" },
  );
}

/** The bank's answer to a refund. A failed refund returns the money to the shop, so it can be refunded again. */
export function settleRefund(account: Account, refund: Stripe.Refund, outcome: "succeeded" | "failed"): void {
  account.store.tasks.remove(refund.id);
  const previous = { status: refund.status };
  refund.status = outcome;
  if (outcome === "failed") {
    refund.failure_reason = "unknown";
    const charge = account.store.charges.get(refund.charge as string) as Stripe.Charge;
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
    account.store.charges.put(charge);
  }
  account.store.refunds.put(refund);
  account.emit("refund.updated", refund, previous);
  account.emit("charge.refund.updated", refund, previous);
  if (outcome === "failed") account.emit("refund.failed", refund);
}

export function getRefund({ account, id }: Call): Stripe.Refund {
  const refund = account.store.refunds.get(id);
  if (!refund) throw missing("refund", id);
  return refund;
}

export function listRefunds(call: Call): object {
  const { account, params } = call;
  requireKnown(params, [...LIST_PARAMS, "payment_intent", "charge"]);
  const [intent, charge] = [text(params, "payment_intent"), text(params, "charge")];
  const rows = account.store.refunds
    .all()
    .filter((one) => (!intent || one.payment_intent === intent) && (!charge || one.charge === charge));
  return listOf(call, "/v1/refunds", rows);
}
