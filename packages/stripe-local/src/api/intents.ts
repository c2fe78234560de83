import { timingSafeEqual } from "node:crypto";
import type Stripe from "stripe";
import { missing, refusal } from "../http/error.ts";
import { flag, integer, list, metadata, object, oneOf, requireKnown, text } from "../http/params.ts";
import type { Call } from "./account.ts";
import { amountOf, currencyOf, money, tooMuch } from "./amounts.ts";
import { confirmIntent, METHOD_PARAMS, methodOf } from "./confirm.ts";
import { newIntent, publicView } from "./intent.ts";
import { LIST_PARAMS, listOf } from "./list.ts";
import { cancelIntent, release, save } from "./payments.ts";

const CREATE = [
  ...[
    "amount",
    "currency",
    "metadata",
    "capture_method",
    "automatic_payment_methods",
    "payment_method_types",
  ],
  ...["confirm", "description", "receipt_email", ...METHOD_PARAMS],
];

export function createIntent(call: Call): Stripe.PaymentIntent {
  const { account, params } = call;
  requireKnown(params, CREATE);
  const currency = currencyOf(params);
  const automatic = object(params, "automatic_payment_methods");
  const types = list(params, "payment_method_types");
  // Without either of both, the methods of the Dashboard apply: https://docs.stripe.com/upgrades#2023-08-16
  const isAutomatic = automatic ? flag(automatic, "enabled") === true : types.length === 0;
  const redirects = oneOf(automatic ?? {}, "allow_redirects", ["always", "never"]) ?? "always";
  const intent = newIntent(account, {
    amount: amountOf(params, currency),
    currency,
    captureMethod:
      oneOf(params, "capture_method", ["automatic", "automatic_async", "manual"]) ?? "automatic_async",
    metadata: metadata(params),
    redirects: isAutomatic ? redirects : undefined,
    types: isAutomatic ? ["card", "us_bank_account"] : types.length > 0 ? types : ["card"],
    description: text(params, "description"),
    receiptEmail: text(params, "receipt_email"),
  });
  const isConfirmed = flag(params, "confirm") ?? false;
  const stored = methodOf(account, params);
  if (stored) {
    intent.payment_method = stored.id;
    intent.status = "requires_confirmation";
  }
  if (!isConfirmed) {
    save(account, intent, "payment_intent.created");
    return intent;
  }
  return confirmIntent(call, intent, () => save(account, intent, "payment_intent.created"));
}

/** The intent of the path. A publishable key also needs its client secret. */
export function findIntent({ account, params, id, isPublishable }: Call): Stripe.PaymentIntent {
  const intent = account.store.intents.get(id);
  if (!intent) throw missing("payment_intent", id, "intent");
  const given = text(params, "client_secret");
  if ((isPublishable || given !== undefined) && !isSame(given ?? "", intent.client_secret ?? "")) {
    throw missing("payment_intent", id, "intent");
  }
  return intent;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function getIntent(call: Call): object {
  const intent = findIntent(call);
  return call.isPublishable ? publicView(intent) : intent;
}

export function confirm(call: Call): object {
  if (!call.isPublishable) {
    requireKnown(call.params, [...METHOD_PARAMS, "client_secret", "capture_method", "receipt_email"]);
  }
  const intent = confirmIntent(call, findIntent(call));
  return call.isPublishable ? publicView(intent) : intent;
}

export function listIntents(call: Call): object {
  requireKnown(call.params, LIST_PARAMS);
  return listOf(call, "/v1/payment_intents", call.account.store.intents.all());
}

const CANCELLABLE = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
];

/** Stripe cancels an intent in `processing` in rare cases only. This one never does, because a shop cannot rely on it. */
export function cancel(call: Call): Stripe.PaymentIntent {
  const { account, params } = call;
  requireKnown(params, ["cancellation_reason"]);
  const reasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"] as const;
  const reason = oneOf(params, "cancellation_reason", reasons) ?? null;
  const intent = findIntent(call);
  if (!CANCELLABLE.includes(intent.status)) {
    throw unexpected(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${CANCELLABLE.join(", ")}, processing.`,
    );
  }
  cancelIntent(account, intent, reason);
  return intent;
}

export function capture(call: Call): Stripe.PaymentIntent {
  const { account, params } = call;
  requireKnown(params, ["amount_to_capture", "metadata"]);
  const wanted = integer(params, "amount_to_capture");
  const intent = findIntent(call);
  if (intent.status !== "requires_capture") {
    throw unexpected(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  }
  const amount = wanted ?? intent.amount_capturable;
  const charge = account.store.charges.get(intent.latest_charge as string) as Stripe.Charge;
  if (amount > intent.amount_capturable) {
    const [asked, most] = [amount, intent.amount_capturable].map((one) => money(one, intent.currency));
    throw tooMuch(
      `The amount to capture (${asked}) is greater than the amount that can be captured (${most}).`,
      "amount_to_capture",
    );
  }
  account.store.tasks.remove(intent.id);
  charge.captured = true;
  charge.amount_captured = amount;
  account.store.charges.put(charge);
  account.emit("charge.captured", charge);
  // Only one capture is possible. The rest of the authorised amount is given back.
  if (amount < charge.amount) release(account, charge, charge.amount - amount);
  intent.status = "succeeded";
  intent.amount_capturable = 0;
  intent.amount_received = amount;
  save(account, intent, "payment_intent.succeeded");
  return intent;
}

export const unexpected = (intent: Stripe.PaymentIntent, message: string) =>
  refusal(message, {
    code: "payment_intent_unexpected_state",
    payment_intent: structuredClone(intent),
  });
