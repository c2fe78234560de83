import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { RefundStatus } from "../order/order.schema.ts";
import { optional, text } from "../text.ts";

const RefundLine = z.strictObject({ sku: text(64), quantity: z.int().min(1) });

export const RequestRefund = z
  .strictObject({
    amount: optional(Money.refine(({ amount }) => amount > 0, "must be more than 0")).meta({
      description: "Default: the price of `lines`; without lines, everything that is paid and not refunded.",
    }),
    lines: optional(
      z
        .array(RefundLine)
        .min(1)
        .max(100)
        .refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, "repeats a SKU"),
    ).meta({ description: "What is refunded. Shipping is not part of a line's price." }),
    reason: text(500).meta({ description: "For the shop's books. The shopper does not see it." }),
    restock: z.boolean().meta({
      description:
        "Whether the units of `lines` go back into stock. They are not shipped any more; units of a line that were not shipped go first.",
    }),
  })
  .refine(({ lines, restock }) => !restock || lines, {
    path: ["lines"],
    message: "is required with restock",
  })
  .meta({
    id: "RequestRefund",
    examples: [{ lines: [{ sku: "tee-white-m", quantity: 1 }], reason: "Too small", restock: true }],
  });
export type RequestRefund = z.infer<typeof RequestRefund>;

export const AdminRefund = z
  .strictObject({
    id: idOf("refund"),
    amount: Money,
    status: RefundStatus.meta({
      description: "`pending` until the payment provider confirms it. `failed`: nothing was paid back.",
    }),
    reason: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "AdminRefund" });
export type AdminRefund = z.infer<typeof AdminRefund>;
