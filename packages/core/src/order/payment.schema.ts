import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { optional, text } from "../text.ts";
import { Order } from "./order.schema.ts";

export const RecordPayment = z
  .strictObject({
    amount: Money.refine(({ amount }) => amount > 0, "must be more than 0"),
    reference: optional(text(200)).meta({
      description: "How to find the payment again: a bank reference, a receipt, a terminal's transaction.",
    }),
  })
  .meta({
    id: "RecordPayment",
    examples: [{ amount: { amount: 12399, currency: "USD" }, reference: "Bank transfer 2026-11-28/17" }],
  });
export type RecordPayment = z.infer<typeof RecordPayment>;

export const AdminPayment = z
  .strictObject({
    id: idOf("payment"),
    provider: z.string(),
    status: Order.shape.paymentStatus,
    amount: Money,
    reference: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "AdminPayment" });
export type AdminPayment = z.infer<typeof AdminPayment>;
