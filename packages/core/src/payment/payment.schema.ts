import * as z from "zod";
import { Money } from "../money.ts";
import { Order } from "../order/order.schema.ts";

export const Payment = Order.shape.payment
  .extend({
    amount: Money,
    clientSecret: z.string().optional().meta({
      description: "For the provider's form in the browser. Only while the shopper can pay.",
    }),
    publishableKey: z.string().optional().meta({ description: "The shop's public key of the provider." }),
  })
  .meta({ id: "Payment" });
export type Payment = z.infer<typeof Payment>;
