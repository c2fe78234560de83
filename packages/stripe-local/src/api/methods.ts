import type Stripe from "stripe";
import { ApiError, InvalidParameter, missing } from "../http/error.ts";
import type { Params } from "../http/form.ts";
import { integer, object, required, requireKnown, text } from "../http/params.ts";
import { newId, randomText } from "../state/id.ts";
import type { StoredMethod } from "../state/store.ts";
import { type Account, type Call, seconds } from "./account.ts";
import { type Behaviour, behaviours } from "./behaviours.ts";

const noDetails = (): Stripe.PaymentMethod.BillingDetails => ({
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
});

const brandOf = (number: string): string =>
  number.startsWith("4") ? "visa" : number.startsWith("3") ? "amex" : "mastercard";

/** A new payment method that behaves like the named test method. */
function create(
  account: Account,
  behaviour: string,
  { month, year }: { month?: number | undefined; year?: number | undefined } = {},
): StoredMethod {
  const { number } = behaviours[behaviour] as Behaviour;
  const base = {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: noDetails(),
    created: seconds(account),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  } as const;
  const method: Stripe.PaymentMethod = number
    ? { ...base, type: "card", card: cardOf(account, number, month, year) }
    : { ...base, type: "us_bank_account", us_bank_account: bankAccount() };
  return account.store.methods.put({ id: method.id, method, behaviour });
}

function cardOf(account: Account, number: string, month = 12, year?: number): Stripe.PaymentMethod.Card {
  const brand = brandOf(number);
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: month,
    exp_year: year ?? new Date(account.now()).getUTCFullYear() + 2,
    fingerprint: randomText(16),
    funding: "credit",
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

const bankAccount = (): Stripe.PaymentMethod.UsBankAccount => ({
  account_holder_type: "individual",
  account_type: "checking",
  bank_name: "STRIPE TEST BANK",
  financial_connections_account: null,
  fingerprint: randomText(16),
  last4: "6789",
  networks: { preferred: "ach", supported: ["ach"] },
  routing_number: "110000000",
  status_details: null,
});

/** The method with this ID. Each use of an ID such as `pm_card_visa` makes a new one, as in Stripe's test mode. */
export function methodById(account: Account, id: string): StoredMethod {
  const [name] = Object.entries(behaviours).find(([, { ids }]) => ids.includes(id)) ?? [];
  if (name !== undefined) return create(account, name);
  const stored = account.store.methods.get(id);
  if (!stored) throw missing("PaymentMethod", id, "payment_method");
  return stored;
}

/** Creates a method from `type` and `card[number]`. */
export function methodFrom(account: Account, data: Params, where = ""): StoredMethod {
  const type = required(data, "type");
  if (type === "us_bank_account") return create(account, "bank");
  const param = (name: string) => (where ? `${where}[card][${name}]` : `card[${name}]`);
  if (type !== "card") {
    throw new InvalidParameter(`The emulator has no payment methods of type ${type}.`, "type");
  }
  const card = object(data, "card") ?? {};
  const number = required(card, "number").replaceAll(/[ -]/g, "");
  if (!isCardNumber(number)) throw cardError("Your card number is incorrect.", "incorrect_number");
  const [month, year] = [integer(card, "exp_month"), integer(card, "exp_year")];
  if (month !== undefined && month > 12) {
    throw new InvalidParameter("Your card's expiration month is invalid.", param("exp_month"));
  }
  const [name] = Object.entries(behaviours).find(([, { number: one }]) => one === number) ?? [];
  if (name === undefined) {
    throw cardError(
      "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
      "card_declined",
      "test_mode_live_card",
    );
  }
  return create(account, name, { month, year: year && year < 100 ? 2000 + year : year });
}

const cardError = (message: string, code: string, decline?: string) =>
  new ApiError(402, {
    type: "card_error",
    message,
    code,
    param: "number",
    ...(decline && { decline_code: decline }),
  });

/** By its check digit (Luhn). */
function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const value = i % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export function createMethod({ account, params, isPublishable }: Call): Stripe.PaymentMethod {
  if (!isPublishable)
    requireKnown(params, ["type", "card", "us_bank_account", "billing_details", "metadata"]);
  const { method } = methodFrom(account, params);
  const details = object(params, "billing_details");
  if (details) {
    method.billing_details.email = text(details, "email") ?? null;
    method.billing_details.name = text(details, "name") ?? null;
  }
  return method;
}

export function getMethod({ account, id }: Call): Stripe.PaymentMethod {
  return methodById(account, id).method;
}
