import type { Money } from "../money.ts";

/** How orders are paid, as the merchant has set it. */
export interface PaymentSettings {
  /** When a provider takes the money: at once, or when the order is shipped. */
  capture: "automatic" | "at_fulfillment";
  /** After so many days, unpaid orders without a provider are canceled. Null: never. */
  cancelUnpaidAfterDays: number | null;
  /** So many unpaid orders may a guest have. Null: any number. */
  maxUnpaidOrders: number | null;
  /** So much of an order may be refunded by a key with the role `support`. Null: any amount. */
  supportRefundLimit: Money | null;
}

/** They apply until the merchant stores others. */
export const defaultPayments: PaymentSettings = {
  capture: "automatic",
  cancelUnpaidAfterDays: 14,
  maxUnpaidOrders: 3,
  supportRefundLimit: { amount: 10_000, currency: "USD" },
};

/**
 * A customer may have so many times as many unpaid orders as a guest. An account has a history. And guests who name a stranger's
 * address can use up the guests' part of it only.
 */
export const CUSTOMER_FACTOR = 2;
