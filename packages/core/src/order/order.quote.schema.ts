import * as z from "zod";
import { CartLine, CartWarning, discountCodes } from "../cart/cart.schema.ts";
import { Money } from "../money.ts";
import { optional } from "../text.ts";
import { Order, PlaceOrder } from "./order.schema.ts";

const { shippingAddress, shippingAddressId, shippingOption } = PlaceOrder.shape;

export const QuoteCart = z
  .strictObject({
    shippingAddress,
    shippingAddressId,
    shippingOption,
    discountCodes: optional(discountCodes()).meta({ description: "Default: the cart's." }),
  })
  .meta({
    id: "QuoteCart",
    examples: [
      {
        shippingAddress: {
          name: "Ada",
          line1: "12 St James Square",
          city: "London",
          postalCode: "SW1Y 4JH",
          country: "GB",
        },
        shippingOption: "standard",
      },
    ],
  });
export type QuoteCart = z.infer<typeof QuoteCart>;

export const CartQuote = z
  .strictObject({
    subtotal: Money.meta({ description: "The sum of all lines that are available." }),
    discount: Money.meta({ description: "0: the shop has no discounts yet." }),
    shipping: Money,
    tax: Money,
    total: Money.meta({ description: "The `expectedTotal` of an order with the same address and option." }),
    shippingOption: Order.shape.shippingOption,
    lines: z.array(CartLine).meta({ description: "The cart's, at current prices." }),
    warnings: z.array(CartWarning).meta({
      description: "An order would be refused for `stock.insufficient` and for `catalog.unknown_sku`.",
    }),
  })
  .meta({ id: "CartQuote" });
export type CartQuote = z.infer<typeof CartQuote>;
