import * as z from "zod";
import { Money } from "../money.ts";
import { AdminOrderSummary } from "../order/order.admin.schema.ts";
import { NextCursor, PageQuery } from "../page.ts";
import { text } from "../text.ts";
import { Customer } from "./customer.schema.ts";

export const AdminCustomerQuery = z.object({
  q: text(254).optional().meta({
    description: "The beginning of the e-mail, or the beginnings of words of the name.",
  }),
  ...PageQuery.shape,
});
export type AdminCustomerQuery = z.infer<typeof AdminCustomerQuery>;

const { id, email, name, createdAt, updatedAt } = Customer.shape;

export const AdminCustomer = z
  .strictObject({ id, email, name, createdAt, updatedAt })
  .meta({ id: "AdminCustomer" });
export type AdminCustomer = z.infer<typeof AdminCustomer>;

export const AdminCustomerPage = z
  .strictObject({ data: z.array(AdminCustomer), nextCursor: NextCursor })
  .meta({ id: "AdminCustomerPage" });
export type AdminCustomerPage = z.infer<typeof AdminCustomerPage>;

export const AdminCustomerDetails = z
  .strictObject({
    ...AdminCustomer.shape,
    orders: z.strictObject({
      count: z.int().meta({ description: "Without canceled orders." }),
      total: Money.meta({ description: "The sum of their totals." }),
      paid: Money.meta({ description: "The sum of their payments." }),
      latest: z.array(AdminOrderSummary).meta({ description: "Up to 10, the newest first." }),
    }),
  })
  .meta({ id: "AdminCustomerDetails" });
export type AdminCustomerDetails = z.infer<typeof AdminCustomerDetails>;
