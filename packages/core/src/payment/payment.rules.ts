import { expiry } from "../order/order.rules.ts";
import type { ProviderPayment } from "./payment.provider.ts";
import type { PaymentRow } from "./payment.sql.ts";

/**
 * What must change here, because the provider has the payment so. A payment only moves forward, so that late, repeated and
 * reordered events are harmless:
 * - `processing`: hold the stock for longer
 * - `reopen`: the bank has refused the payment, so hold the stock no longer than for a new one
 * - `authorize`, `pay`, `close`: record it
 * - `payCanceled`: record the money of an order that is canceled
 * - `void`: the order is canceled, so the provider must release the money
 */
export type Change =
  | "none"
  | "processing"
  | "reopen"
  | "authorize"
  | "pay"
  | "payCanceled"
  | "close"
  | "void";

export function changeFor(
  { status, orderStatus, expiresAt }: Pick<PaymentRow, "status" | "orderStatus" | "expiresAt">,
  found: Pick<ProviderPayment, "status">,
  now: Date,
): Change {
  const isPending = status === "pending";
  const isUncaptured = isPending || status === "authorized" || status === "canceled";
  const isCanceled = orderStatus === "canceled";
  switch (found.status) {
    case "open":
      // Only the processing by a bank holds stock for so long.
      return isPending && expiresAt !== null && Date.parse(expiresAt) > expiry(now).getTime()
        ? "reopen"
        : "none";
    case "processing":
      return isPending && !isCanceled ? "processing" : "none";
    case "authorized":
      if (isUncaptured && isCanceled) return "void";
      return isPending ? "authorize" : "none";
    case "captured":
      if (!isUncaptured) return "none";
      return isCanceled ? "payCanceled" : "pay";
    case "canceled":
      return isPending || status === "authorized" ? "close" : "none";
  }
}

/** Why the provider's payment must not be recorded as ours. Undefined: it is the one that we know, with the same amount. */
export function mismatch(
  { providerRef, amount, currency }: Pick<PaymentRow, "providerRef" | "amount" | "currency">,
  found: Pick<ProviderPayment, "ref" | "amount" | "currency">,
): string | undefined {
  if (providerRef !== null && providerRef !== found.ref)
    return "The provider has a second payment for this order.";
  if (found.amount !== amount || found.currency !== currency)
    return "The provider has another amount or currency.";
  return undefined;
}
