import { randomUUID } from "node:crypto";

/** The flat rate of the shipping option `standard`, in minor units. */
export const STANDARD = 599;

export const usd = (amount: number) => ({ amount, currency: "USD" as const });

export const address = {
  name: "Ada Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

/** What `POST /v1/orders` takes; `subtotal` in minor units, as the cart shows it. */
export const orderOf = (subtotal: number, rest: Record<string, unknown> = {}) => ({
  email: "ada@example.com",
  shippingAddress: address,
  shippingOption: "standard",
  payment: { provider: "manual" as const },
  expectedTotal: usd(subtotal + STANDARD),
  ...rest,
});

/** Opens a guest's order from anywhere. */
export const opened = (token: string) => ({ "order-token": token });

/** A header that no other request has sent. */
export const keyed = (key: string = randomUUID()) => ({ "idempotency-key": key });
