import type Stripe from "stripe";
import { missing } from "../http/error.ts";
import { newId } from "../state/id.ts";
import { type Account, type Call, seconds } from "./account.ts";

/** A new charge of the intent's amount. */
export function chargeOf(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  status: "succeeded" | "pending" | "failed",
): Stripe.Charge {
  const id = newId("ch");
  const isDone = status === "succeeded";
  return {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: isDone ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: isDone ? newId("txn") : null,
    billing_details: structuredClone(method.billing_details),
    calculated_statement_descriptor: "MYCLOTHES",
    captured: isDone,
    created: seconds(account),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: structuredClone(intent.metadata),
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: status === "failed" ? "declined_by_network" : "approved_by_network",
      reason: null,
      risk_level: "normal",
      seller_message: status === "failed" ? "The bank did not accept the payment." : "Payment complete.",
      type: status === "failed" ? "issuer_declined" : "authorized",
    },
    paid: isDone,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

function detailsOf(
  { amount }: Stripe.PaymentIntent,
  { type, card, us_bank_account: bank }: Stripe.PaymentMethod,
): Stripe.Charge.PaymentMethodDetails {
  if (!card) return { type, us_bank_account: bank } as object as Stripe.Charge.PaymentMethodDetails;
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = card;
  return {
    type,
    card: {
      amount_authorized: amount,
      authorization_code: "123456",
      brand,
      checks,
      country,
      exp_month,
      exp_year,
      fingerprint,
      funding,
      installments: null,
      last4,
      mandate: null,
      network: brand,
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: null,
      wallet: null,
    },
  } as Stripe.Charge.PaymentMethodDetails;
}

export function getCharge({ account, id }: Call): Stripe.Charge {
  const charge = account.store.charges.get(id);
  if (!charge) throw missing("charge", id);
  return charge;
}
