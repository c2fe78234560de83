import * as z from "zod";
import { Country } from "../country.ts";
import { Money } from "../money.ts";

export const ShippingOption = z
  .strictObject({
    id: z.string().meta({ description: "The value of `shippingOption` in `POST /v1/orders`." }),
    title: z.string().meta({ description: "A text for the shopper, with the delivery time." }),
    price: Money,
    freeFrom: Money.optional().meta({ description: "From this subtotal on, the option costs nothing." }),
    weightPrices: z
      .array(z.strictObject({ from: z.int().min(1).meta({ description: "In grams." }), price: Money }))
      .optional()
      .meta({
        description: "From each of these weights on, its price replaces `price`. `freeFrom` applies to all.",
      }),
  })
  .meta({ id: "ShippingOption" });
export type ShippingOption = z.infer<typeof ShippingOption>;

export const ShippingOptionList = z
  .strictObject({
    data: z.array(ShippingOption),
    countries: z
      .array(z.string())
      .nullable()
      .meta({ description: "The countries to which the shop ships. null: to all." }),
  })
  .meta({ id: "ShippingOptionList" });
export type ShippingOptionList = z.infer<typeof ShippingOptionList>;

export const ShippingQuery = z.object({
  country: z.enum(Country.options).optional().meta({
    description:
      "Only the options that ship there, at their exact prices. Without it, a country may have other prices.",
  }),
});
