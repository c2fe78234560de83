import type { Context } from "../context.ts";

/**
 * A payment as its provider has it:
 * - `open`: the shopper can still pay
 * - `processing`: the shopper has paid, and the provider waits for the money. It cannot be canceled now.
 * - `authorized`: the money is reserved, and can be captured
 * - `captured`: the shop has the money
 * - `canceled`: it can never be paid
 */
export interface ProviderPayment {
  /** The provider's ID. */
  ref: string;
  /** Our ID of the payment. Undefined: somebody else has made it. */
  paymentId: string | undefined;
  status: "open" | "processing" | "authorized" | "captured" | "canceled";
  /** In minor units. */
  amount: number;
  /** ISO 4217, in upper case. */
  currency: string;
  /** When an authorisation ends, in UTC. */
  captureBefore: Date | undefined;
  /** With it, and with the publishable key, the shopper's browser pays. */
  clientSecret: string | undefined;
  refunds: ProviderRefund[];
}

export interface ProviderRefund {
  /** The provider's ID. */
  ref: string;
  /** Our ID of the refund. Undefined: it was made in the provider's dashboard. */
  refundId: string | undefined;
  amount: number;
  status: "pending" | "succeeded" | "failed";
}

/** What is to be paid. */
export interface NewPayment {
  id: string;
  orderId: string;
  /** The order's number, for people who read the provider's dashboard. */
  number: number;
  /** In minor units. */
  amount: number;
  currency: string;
  /** False: the money is only authorised, and captured when the order is shipped. */
  capturesAtOnce: boolean;
}

/**
 * A company that collects payments. Each function is safe to repeat: it returns what the provider has then. All throw
 * `service.unavailable` if the provider does not answer, and any other error for what no repetition can fix.
 */
export interface Provider {
  /** Begins a payment, once for each `id`. */
  open(ctx: Context, payment: NewPayment): Promise<ProviderPayment>;
  find(ctx: Context, ref: string): Promise<ProviderPayment>;
  /** Cancels a payment that is not captured. Returns the payment as it is then: it may have been captured before. */
  cancel(ctx: Context, ref: string): Promise<ProviderPayment>;
  /** Captures an authorised payment. Returns the payment as it is then. */
  capture(ctx: Context, ref: string): Promise<ProviderPayment>;
  /** Pays a part back, once for each `id`. Undefined: the provider refuses, because less is left of the payment. */
  refund(
    ctx: Context,
    ref: string,
    refund: { id: string; amount: number },
  ): Promise<ProviderRefund | undefined>;
  /** The payments that were begun or refunded since then, for the comparison with our own. */
  list(ctx: Context, since: Date): AsyncIterable<ProviderPayment>;
  /**
   * Reads an event that the provider has sent. Undefined: it is not signed by the provider. Nothing else of the event is trusted.
   * `paymentRef`: the provider's ID of the payment that it is about, if it is about one.
   */
  readEvent(
    body: string,
    signature: string,
    now: Date,
  ): { id: string; paymentRef: string | undefined } | undefined;
}
