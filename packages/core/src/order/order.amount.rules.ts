import { Refusal } from "../refusal.ts";

/** Stripe's limits in USD, in minor units: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST = 50;
const MOST = 99_999_999;

/** Whether Stripe can collect this total. */
export const isCollectable = (total: number): boolean => total >= LEAST && total <= MOST;

export const notCollectable = (): Refusal =>
  new Refusal(
    "payment.amount_limit",
    "Stripe collects $0.50 to $999,999.99. Nothing was ordered. Change the cart, or choose another way to pay.",
  );
