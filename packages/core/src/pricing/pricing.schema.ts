import * as z from "zod";
import { Money } from "../money.ts";

export const ShippingOption = z
  .strictObject({ id: z.string(), title: z.string(), price: Money })
  .meta({ id: "ShippingOption" });
export type ShippingOption = z.infer<typeof ShippingOption>;

export const ShippingOptionList = z
  .strictObject({ data: z.array(ShippingOption) })
  .meta({ id: "ShippingOptionList" });
