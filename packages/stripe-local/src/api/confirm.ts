import type Stripe from "stripe";
import { InvalidParameter, refusal } from "../http/error.ts";
import type { Params } from "../http/form.ts";
import { flag, object, text } from "../http/params.ts";
import type { StoredMethod } from "../state/store.ts";
import type { Account, Call } from "./account.ts";
import { methodById, methodFrom } from "./methods.ts";
import { behaviourOf, pay, save } from "./payments.ts";

/** The parameters of an intent's creation and confirmation that say how it is paid. */
export const METHOD_PARAMS = [
  "payment_method",
  "payment_method_data",
  "payment_method_options",
  "return_url",
  "use_stripe_sdk",
  "off_session",
  "error_on_requires_action",
];

/** The method that these parameters name, if they do. */
export function methodOf(account: Account, params: Params): StoredMethod | undefined {
  const id = text(params, "payment_method");
  if (id !== undefined) return methodById(account, id);
  const data = object(params, "payment_method_data");
  return data && methodFrom(account, data, "payment_method_data");
}

const CONFIRMABLE = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** Tries to pay. `onStart` runs when the parameters are known to be valid. */
export function confirmIntent(
  { account, params }: Call,
  intent: Stripe.PaymentIntent,
  onStart: () => void = () => {},
): Stripe.PaymentIntent {
  if (!CONFIRMABLE.includes(intent.status)) {
    throw refusal(
      intent.status === "succeeded"
        ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
        : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
      { code: "payment_intent_unexpected_state", payment_intent: structuredClone(intent) },
    );
  }
  const returnUrl = text(params, "return_url");
  const usesSdk = flag(params, "use_stripe_sdk") ?? false;
  if (intent.automatic_payment_methods?.allow_redirects === "always" && !returnUrl && !usesSdk) {
    throw new InvalidParameter(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
      "return_url",
    );
  }
  const stored = methodOf(account, params) ?? account.store.methods.get(intent.payment_method as string);
  if (!stored) {
    throw refusal(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: "payment_intent_unexpected_state", payment_intent: structuredClone(intent) },
    );
  }
  if (intent.capture_method === "manual" && behaviourOf(stored).bank) {
    throw refusal("The payment method type us_bank_account does not support capture_method=manual.", {
      param: "capture_method",
    });
  }
  onStart();
  intent.payment_method = stored.id;
  intent.last_payment_error = null;
  if (behaviourOf(stored).authenticate) {
    intent.status = "requires_action";
    intent.next_action = actionOf(account, intent, returnUrl, usesSdk);
    save(account, intent, "payment_intent.requires_action");
  } else pay(account, intent, stored);
  return intent;
}

/** The page of the shopper's bank. With a return URL, the browser is sent there; otherwise Stripe's library shows it. */
function actionOf(
  account: Account,
  intent: Stripe.PaymentIntent,
  returnUrl: string | undefined,
  usesSdk: boolean,
): Stripe.PaymentIntent.NextAction {
  const url = `${account.url()}/authenticate/${intent.id}?secret=${intent.client_secret}`;
  if (returnUrl && !usesSdk) {
    return { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url } };
  }
  return { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
}
