import * as z from "zod";
import { Order } from "../order/order.schema.ts";
import { NextCursor } from "../page.ts";
import { SessionView } from "../session/session.schema.ts";
import { SavedAddress, StoredAddress } from "./address.schema.ts";
import { Customer } from "./customer.schema.ts";

export const CustomerExport = z
  .strictObject({
    exportedAt: z.iso.datetime(),
    customer: Customer,
    emailLinks: z
      .array(
        z.strictObject({
          email: z
            .string()
            .meta({ description: "The address that the link confirms, or to which it was sent." }),
          purpose: z
            .enum(["email", "password"])
            .meta({ description: "`password`: the link sets a new password." }),
          requestedAt: z.iso.datetime(),
          expiresAt: z.iso.datetime(),
        }),
      )
      .meta({ description: "The links in mails of the last days. They are deleted after a week." }),
    addresses: z.array(SavedAddress),
    cart: z.array(z.strictObject({ sku: z.string(), quantity: z.int() })),
    checkout: z
      .strictObject({
        email: z.string().optional(),
        note: z.string().optional(),
        shippingAddress: StoredAddress.optional(),
        discountCodes: z.array(z.string()).optional(),
      })
      .meta({ description: "What was entered for the next order." }),
    sessions: z.array(SessionView).meta({ description: "The open sessions on all devices." }),
    orders: z.array(Order).meta({ description: "The newest first." }),
    nextOrders: NextCursor.meta({
      description:
        "null: these are all orders. Otherwise, pass it as `cursor` to `GET /v1/customers/me/orders` to get the others.",
    }),
  })
  .meta({ id: "CustomerExport", description: "Everything that is stored about a customer." });
export type CustomerExport = z.infer<typeof CustomerExport>;
