import * as z from "zod";
import { Country } from "../country.ts";
import { email } from "../email.ts";
import { Money } from "../money.ts";
import { defaultPayments } from "../order/payment.settings.rules.ts";
import { isOrigin } from "../origin.ts";
import { ShippingSettings } from "../pricing/shipping.schema.ts";
import { optional, text } from "../text.ts";

/** In minor units, so that the total of an order stays an exact number. */
const MAX_AMOUNT = 100_000_000;
/** The settings are one row, and the Data API returns at most 64 KB a row. */
const MAX_BYTES = 32_768;

const Amount = Money.refine(({ amount }) => amount <= MAX_AMOUNT, `must be at most ${MAX_AMOUNT}`);

const Rate = z.strictObject({
  countries: z
    .array(Country)
    .min(1)
    .max(250)
    .optional()
    .meta({ description: "Where this rate applies. Without it: in all countries that no other rate names." }),
  price: Amount,
  freeFrom: Amount.optional().meta({ description: "From this subtotal on, the option costs nothing." }),
  weightPrices: z
    .array(
      z.strictObject({
        from: z.int().min(1).max(100_000_000).meta({ description: "In grams." }),
        price: Amount,
      }),
    )
    .min(1)
    .max(20)
    .refine((prices) => isUnique(prices.map(({ from }) => from)), "must name each weight once")
    .optional()
    .meta({
      description:
        "From each of these weights on, its price replaces `price`. A variant without a weight counts as 0 g. `freeFrom` applies to all.",
    }),
});

const Option = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must consist of a-z, 0-9 and -")
    .meta({ description: "Orders name the option by it." }),
  title: text(100).meta({ description: "A text for the shopper, with the delivery time." }),
  rates: z
    .array(Rate)
    .min(1)
    .max(50)
    .refine((rates) => isUnique(rates.flatMap(({ countries }) => countries ?? ["other"])), {
      message: "must name each country once, and have one rate without countries at most",
    }),
});

const { capture, cancelUnpaidAfterDays, maxUnpaidOrders, supportRefundLimit } = defaultPayments;
const Payments = z.strictObject({
  capture: z.enum(["automatic", "at_fulfillment"]).default(capture).meta({
    description:
      "When the payment provider takes the money. `automatic`: when the shopper pays. `at_fulfillment`: the payment is only authorized then, and captured completely within a minute after the first part of the order was shipped. An authorization of a card ends after about 7 days: if nothing was shipped until then, the order is canceled. Orders keep the setting with which they were placed.",
  }),
  cancelUnpaidAfterDays: z.int().min(1).max(365).nullable().default(cancelUnpaidAfterDays).meta({
    description:
      "After so many days, an order with `manual` payment is canceled if nothing was paid and nothing was shipped. Its shopper gets a mail 2 days before, or after half of the time if it is shorter than 4 days. null: never.",
  }),
  maxUnpaidOrders: z.int().min(1).max(1_000).nullable().default(maxUnpaidOrders).meta({
    description:
      "How many orders that are neither paid nor shipped a guest may have: by session, by e-mail and by shipping address. A customer may have twice as many, by account and by shipping address. null: any number.",
  }),
  supportRefundLimit: Amount.nullable().default(supportRefundLimit).meta({
    description:
      "How much of an order may be refunded by a key with the role `support`, together with what was refunded before. Other keys have no limit. null: any amount.",
  }),
});

/** An origin as browsers send it. Without https, only this machine. */
const Origin = z
  .string()
  .max(255)
  .refine(isOrigin, "must be an origin such as https://shop.example, without a path");

function isUnique(texts: (string | number)[]): boolean {
  return new Set(texts).size === texts.length;
}

export const PutSettings = z
  .strictObject({
    name: text(100).meta({
      description:
        "The shop's name in its mails. The pages have theirs in the texts of the storefront: `packages/storefront/src/texts.ts` and `admin/texts.ts`.",
    }),
    sender: z.strictObject({ name: text(100), email: optional(email()) }).meta({
      description:
        "Who the shop's mails come from. Answers go to `email`; the stage's verified address sends them.",
    }),
    ownerEmail: optional(email()).meta({ description: "Where the shop sends what its owner must know." }),
    currencies: z
      .array(Money.shape.currency)
      .length(1)
      .meta({ description: "The currencies of the shop's prices: today one." }),
    origins: z.array(Origin).max(50).refine(isUnique, "must name each origin once").default([]).meta({
      deprecated: true,
      description:
        "Not used. The stage lists the origins of storefronts in STOREFRONT_ORIGINS, because the edge answers preflights and knows only what was deployed.",
    }),
    shippingOptions: z
      .array(Option)
      .min(1)
      .max(20)
      .refine((options) => isUnique(options.map(({ id }) => id)), "must have different ids"),
    payments: Payments.default(defaultPayments).meta({ description: "How orders are paid." }),
  })
  .refine((settings) => Buffer.byteLength(JSON.stringify(settings)) <= MAX_BYTES, {
    message: `must have at most ${MAX_BYTES} bytes`,
  })
  .meta({
    id: "PutSettings",
    examples: [
      {
        name: "MyClothes",
        sender: { name: "MyClothes", email: "orders@example.com" },
        ownerEmail: "owner@example.com",
        currencies: ["USD"],
        shippingOptions: [
          {
            id: "standard",
            title: "Standard, 3 to 5 working days",
            rates: [
              {
                countries: ["GB", "IE"],
                price: { amount: 599, currency: "USD" },
                freeFrom: { amount: 10000, currency: "USD" },
              },
              { price: { amount: 1499, currency: "USD" } },
            ],
          },
        ],
        payments: {
          capture: "automatic",
          cancelUnpaidAfterDays: 14,
          maxUnpaidOrders: 3,
          supportRefundLimit: { amount: 10000, currency: "USD" },
        },
      },
    ],
  });
export type PutSettings = z.infer<typeof PutSettings>;

/** The settings as they are stored. They stay readable when the rules for new ones change. */
export const StoredSettings = z.object({
  name: z.string(),
  sender: z.object({ name: z.string(), email: z.string().optional() }),
  ownerEmail: z.string().optional(),
  currencies: z.array(z.string()),
  origins: z.array(z.string()),
  shippingOptions: ShippingSettings,
  // Settings that an older release has stored have no payments.
  payments: Payments.default(defaultPayments),
});
export type StoredSettings = z.infer<typeof StoredSettings>;

export const Settings = StoredSettings.extend({
  version: z.int().meta({ description: "Grows with each change. 0: nothing was stored." }),
  updatedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: "null: nothing was stored, so these are the defaults." }),
}).meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;
