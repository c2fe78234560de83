import type Stripe from "stripe";
import type { ProviderPayment, ProviderRefund } from "./payment.provider.ts";

const STATUSES: Record<string, ProviderPayment["status"]> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "open",
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "captured",
  canceled: "canceled",
};

/** A PaymentIntent as all providers describe it. */
export function ofIntent(intent: Stripe.PaymentIntent, refunds: ProviderRefund[] = []): ProviderPayment {
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

/** Undefined: nobody has paid, or the charge is not expanded. */
export const chargeOf = (charge: Stripe.PaymentIntent["latest_charge"]): Stripe.Charge | undefined =>
  typeof charge === "object" && charge !== null ? charge : undefined;

/** https://docs.stripe.com/refunds#failed-refunds */
export const ofRefund = ({ id, metadata, amount, status }: Stripe.Refund): ProviderRefund => ({
  ref: id,
  refundId: metadata?.refundId,
  amount,
  status:
    status === "failed" || status === "canceled" ? "failed" : status === "succeeded" ? status : "pending",
});
