import * as z from "zod";
import { Money } from "../money.ts";

/** The shipping options as they are stored. They stay readable when the rules for new settings change. */
export const ShippingSettings = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    rates: z.array(
      z.object({
        countries: z.array(z.string()).optional(),
        price: Money,
        freeFrom: Money.optional(),
        weightPrices: z.array(z.object({ from: z.int(), price: Money })).optional(),
      }),
    ),
  }),
);
export type ShippingSettings = z.infer<typeof ShippingSettings>;
