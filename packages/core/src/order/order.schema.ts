import * as z from "zod";
import { note } from "../cart/cart.schema.ts";
import { Image, Options } from "../catalog/catalog.schema.ts";
import { Address, StoredAddress } from "../customer/address.schema.ts";
import { email } from "../email.ts";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { NextCursor } from "../page.ts";
import { optional, text } from "../text.ts";

export const PlaceOrder = z
  .strictObject({
    email: optional(email()).meta({
      description: "Default: the cart's, then the account's. Required for a guest whose cart has none.",
    }),
    shippingAddress: optional(Address).meta({
      description: "Default: the cart's. Send either this or `shippingAddressId`.",
    }),
    shippingAddressId: optional(idOf("address")).meta({
      description: "The ID of one of the customer's saved addresses. Not for guests.",
    }),
    shippingOption: text(64).meta({ description: "The ID of an option from `GET /v1/shipping-options`." }),
    billingAddress: optional(Address).meta({
      description: "For the invoice, if it is not the address of the shipment.",
    }),
    note: optional(note()).meta({ description: "A text for the shop. Default: the cart's." }),
    payment: z.strictObject({
      provider: z.enum(["manual", "stripe"]).meta({
        description:
          "`manual`: the shop collects the payment outside this API, and may cancel an order that is not paid for some days. `stripe`: the shopper pays by `POST /v1/orders/{id}/payment` within 30 minutes, or the order is canceled.",
      }),
    }),
    expectedTotal: Money.meta({
      description:
        "The total that the shopper saw: subtotal, shipping and tax. Another total is refused with `checkout.price_changed`.",
    }),
  })
  .meta({
    id: "PlaceOrder",
    examples: [
      {
        email: "ada@example.com",
        shippingAddress: {
          name: "Ada",
          line1: "12 St James Square",
          city: "London",
          postalCode: "SW1Y 4JH",
          country: "GB",
        },
        shippingOption: "standard",
        payment: { provider: "manual" },
        expectedTotal: { amount: 12399, currency: "USD" },
      },
    ],
  });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

export const OrderLine = z
  .strictObject({
    sku: z.string(),
    title: z.string(),
    options: Options,
    image: Image.nullable(),
    quantity: z.int().min(1),
    unitPrice: Money,
    lineTotal: Money,
  })
  .meta({ id: "OrderLine" });

const PaymentStatus = z.enum([
  "pending",
  "authorized",
  "paid",
  "partially_refunded",
  "refunded",
  "failed",
  "canceled",
]);

export const RefundStatus = z.enum(["pending", "succeeded", "failed"]);

export const FulfillmentLine = z.strictObject({ sku: z.string(), quantity: z.int().min(1) });

/** A parcel, as its buyer sees it. */
export const Fulfillment = z
  .strictObject({
    lines: z.array(FulfillmentLine),
    carrier: z.string(),
    trackingNumber: z.string().nullable(),
    trackingUrl: z.string().nullable(),
    shippedAt: z.iso.datetime(),
  })
  .meta({ id: "Fulfillment" });

export const Order = z
  .strictObject({
    id: idOf("order"),
    number: z
      .int()
      .meta({ description: "A short number for conversations. It gives no access to the order." }),
    status: z
      .enum(["open", "confirmed", "complete", "canceled"])
      .meta({ description: "`open` until the shop confirms it. `complete` and `canceled` are final." }),
    paymentStatus: PaymentStatus,
    fulfillmentStatus: z
      .enum(["not_fulfilled", "partially_shipped", "shipped", "delivered", "returned"])
      .meta({ description: "How much of the order has been shipped." }),
    email: z.string(),
    lines: z.array(OrderLine).meta({ description: "As they were when the order was placed." }),
    subtotal: Money.meta({ description: "The sum of all lines." }),
    shipping: Money,
    tax: Money,
    total: Money.meta({ description: "The sum of subtotal, shipping and tax." }),
    discounts: z
      .array(z.strictObject({ code: z.string().nullable(), title: z.string(), amount: Money }))
      .meta({ description: "What was taken off. Empty: the shop has no discounts yet." }),
    taxLines: z
      .array(z.strictObject({ title: z.string(), amount: Money }))
      .meta({ description: "The parts of `tax`. Empty: the shop charges no tax yet." }),
    shippingAddress: StoredAddress,
    shippingOption: z.strictObject({
      id: z.string(),
      title: z.string().nullable().meta({ description: "As it was when the order was placed." }),
    }),
    billingAddress: StoredAddress.nullable().meta({ description: "null: the address of the shipment." }),
    note: z.string().nullable().meta({ description: "The shopper's text for the shop." }),
    placedAt: z.iso.datetime(),
    payment: z
      .strictObject({
        id: idOf("payment")
          .optional()
          .meta({ description: "Absent if the shop collects the payment outside this API." }),
        provider: z.string(),
        status: PaymentStatus,
        expiresAt: z.iso
          .datetime()
          .optional()
          .meta({ description: "Until then the stock is held, and the shopper can pay." }),
      })
      .meta({ description: "How the order is paid." }),
    refunds: z
      .array(
        z.strictObject({
          amount: Money,
          status: z.enum(["pending", "succeeded"]),
          createdAt: z.iso.datetime(),
        }),
      )
      .meta({
        description:
          "What is paid back: the newest 100 refunds. `pending` until the payment provider has confirmed it.",
      }),
    fulfillments: z.array(Fulfillment).meta({ description: "What has been shipped, in parcels." }),
    token: z.string().optional().meta({
      description:
        "Only in the answer that places a guest's order. Send it in the header `Order-Token` to open the order without the session.",
    }),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof Order>;

export const KeepOrder = z
  .strictObject({
    id: idOf("order"),
    token: text(100).meta({ description: "The `token` of the answer that placed the order." }),
  })
  .meta({
    id: "KeepOrder",
    examples: [{ id: "ord_01M8J3WTM66KVED3RDAX2NDAP1", token: "the token of the guest's order" }],
  });
export type KeepOrder = z.infer<typeof KeepOrder>;

export const OrderPage = z
  .strictObject({ data: z.array(Order), nextCursor: NextCursor })
  .meta({ id: "OrderPage" });
export type OrderPage = z.infer<typeof OrderPage>;
