import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { NextCursor, PageQuery } from "../page.ts";
import { AdminRefund } from "../payment/refund.schema.ts";
import { text } from "../text.ts";
import { time } from "../time.ts";
import { AdminFulfillment } from "./fulfillment.schema.ts";
import { Order, OrderLine } from "./order.schema.ts";
import { AdminPayment } from "./payment.schema.ts";

const { status, paymentStatus, fulfillmentStatus, number } = Order.shape;
const { subtotal, shipping, tax, total, discounts, taxLines, placedAt } = Order.shape;
const { shippingAddress, shippingOption, billingAddress, note } = Order.shape;

export const AdminOrderQuery = z.object({
  status: status.optional(),
  paymentStatus: paymentStatus.optional(),
  fulfillmentStatus: fulfillmentStatus.optional(),
  q: text(254).optional().meta({
    description:
      "The order's number, the beginning of the e-mail, or the beginnings of words of the recipient's name.",
  }),
  placedFrom: time().optional().meta({ description: "Placed at this time or later." }),
  placedTo: time().optional().meta({ description: "Placed before this time." }),
  ...PageQuery.shape,
});
export type AdminOrderQuery = z.infer<typeof AdminOrderQuery>;

const summary = {
  id: idOf("order"),
  number,
  status,
  paymentStatus,
  fulfillmentStatus,
  email: z.string(),
  customerId: idOf("customer").nullable().meta({
    description: "null for a guest's order. The account may have been erased since.",
  }),
  total,
  paid: Money.meta({ description: "The sum of the recorded payments." }),
  placedAt,
};

export const AdminOrderSummary = z
  .strictObject({
    ...summary,
    name: z.string().meta({ description: "The recipient's." }),
    itemCount: z.int().meta({ description: "The number of units." }),
  })
  .meta({ id: "AdminOrderSummary" });
export type AdminOrderSummary = z.infer<typeof AdminOrderSummary>;

export const AdminOrderPage = z
  .strictObject({ data: z.array(AdminOrderSummary), nextCursor: NextCursor })
  .meta({ id: "AdminOrderPage" });
export type AdminOrderPage = z.infer<typeof AdminOrderPage>;

export const AdminOrder = z
  .strictObject({
    ...summary,
    lines: z.array(
      OrderLine.extend({ shipped: z.int().meta({ description: "How many units were shipped." }) }).meta({
        id: "AdminOrderLine",
      }),
    ),
    subtotal,
    shipping,
    tax,
    discounts,
    taxLines,
    shippingAddress,
    shippingOption,
    billingAddress,
    note,
    payment: Order.shape.payment,
    payments: z.array(AdminPayment).meta({ description: "The money received, the oldest first." }),
    fulfillments: z.array(AdminFulfillment),
    refunds: z.array(AdminRefund).meta({ description: "The newest 100." }),
  })
  .meta({ id: "AdminOrder" });
export type AdminOrder = z.infer<typeof AdminOrder>;
