import * as z from "zod";
import { Image, Options } from "../catalog/catalog.schema.ts";
import { Address, StoredAddress } from "../customer/address.schema.ts";
import { email } from "../email.ts";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { optional, text } from "../text.ts";

export const PlaceOrder = z
  .strictObject({
    email: optional(email()).meta({
      description: "Required for a guest. For a customer the default is the account's e-mail.",
    }),
    shippingAddress: Address.optional().meta({ description: "Send either this or `shippingAddressId`." }),
    shippingAddressId: optional(idOf("address")),
    shippingOption: text(64).meta({ description: "The ID of an option from `GET /v1/shipping-options`." }),
    payment: z.strictObject({ provider: z.enum(["manual"]) }),
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

export const Order = z
  .strictObject({
    id: idOf("order"),
    number: z.int().meta({ description: "A short number for people. It opens nothing." }),
    status: z.enum(["open", "confirmed", "complete", "canceled"]),
    paymentStatus: z.enum([
      "pending",
      "authorized",
      "paid",
      "partially_refunded",
      "refunded",
      "failed",
      "canceled",
    ]),
    fulfillmentStatus: z.enum(["not_fulfilled", "partially_shipped", "shipped", "delivered", "returned"]),
    email: z.string(),
    lines: z.array(OrderLine),
    subtotal: Money,
    shipping: Money,
    tax: Money,
    total: Money,
    shippingAddress: StoredAddress,
    placedAt: z.iso.datetime(),
    token: z.string().optional().meta({
      description:
        "Only in the answer that places a guest's order. Send it in the header `Order-Token` to open the order without the session.",
    }),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof Order>;

export const OrderPage = z
  .strictObject({ data: z.array(Order), nextCursor: z.string().nullable() })
  .meta({ id: "OrderPage" });
export type OrderPage = z.infer<typeof OrderPage>;
