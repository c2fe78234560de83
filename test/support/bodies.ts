import { randomUUID } from "node:crypto";
import { defaultShipping } from "../../packages/core/src/pricing/shipping.rules.ts";

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

/** A body for `POST /v1/orders`. `subtotal`: the cart's, in minor units. */
export const orderOf = (subtotal: number, rest: Record<string, unknown> = {}) => ({
  email: "ada@example.com",
  shippingAddress: address,
  shippingOption: "standard",
  payment: { provider: "manual" as const },
  expectedTotal: usd(subtotal + STANDARD),
  ...rest,
});

/** The default settings of the merchant, as `PUT /admin/v1/settings` takes them. */
export const defaultSettings = (payments: Record<string, unknown> = {}) => ({
  name: "MyClothes",
  sender: { name: "MyClothes" },
  currencies: ["USD"],
  origins: [],
  shippingOptions: defaultShipping,
  payments,
});

/** The header that gives access to a guest's order. */
export const opened = (token: string) => ({ "order-token": token });

/** An idempotency key, by default a new one. */
export const keyed = (key: string = randomUUID()) => ({ "idempotency-key": key });
