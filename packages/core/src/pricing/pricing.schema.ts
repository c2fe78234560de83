import * as z from "zod";
import { Money } from "../money.ts";

export const ShippingOption = z
  .strictObject({
    id: z.string().meta({ description: "The value of `shippingOption` in `POST /v1/orders`." }),
    title: z.string().meta({ description: "A text for the shopper, with the delivery time." }),
    price: Money,
  })
  .meta({ id: "ShippingOption" });
export type ShippingOption = z.infer<typeof ShippingOption>;

export const ShippingOptionList = z
  .strictObject({ data: z.array(ShippingOption) })
  .meta({ id: "ShippingOptionList" });
