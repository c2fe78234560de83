import * as z from "zod";
import { AdminProductSummary } from "../catalog/edit/product.schema.ts";
import { AdminVariant } from "../catalog/edit/variant.schema.ts";
import { AdminCustomer } from "../customer/customer.admin.schema.ts";
import { idOf } from "../id.ts";
import { AdminOrder } from "../order/order.admin.schema.ts";
import { text, whole } from "../text.ts";

const eventId = idOf("event");

export const FeedQuery = z.object({
  after: text(400).optional().meta({
    description: "The `after` of the previous answer. Without it: from the oldest event.",
  }),
  limit: whole(1, 100)
    .default(20)
    .meta({ description: "The most events in an answer. It may contain fewer." }),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

export const FeedEvent = z
  .strictObject({
    id: eventId.meta({ description: "The same event always has the same ID." }),
    name: z.string().meta({
      description:
        "A name of `SaveWebhookEndpoint`, such as `order.placed`. `product.updated`: a product was created, changed or deleted. Ignore names that you do not know.",
    }),
    version: z.literal(1).meta({ description: "Of the event's form." }),
    time: z.iso.datetime(),
    subject: z
      .strictObject({
        id: z
          .string()
          .meta({ description: "Of the order or the customer, a product's handle, or a variant's SKU." }),
        fulfillmentId: idOf("fulfillment").optional().meta({
          description: "Of `order.shipped` and `order.delivered`: one of the order's `fulfillments`.",
        }),
        order: AdminOrder.optional(),
        customer: AdminCustomer.optional().meta({ description: "Not if the customer was erased." }),
        product: AdminProductSummary.optional().meta({ description: "Not if the product was deleted." }),
        variant: AdminVariant.optional().meta({
          description: "Of `stock.low` and `stock.out`. Not if the variant was deleted.",
        }),
      })
      .meta({ description: "What the event is about, as it is now." }),
  })
  .meta({ id: "Event" });
export type FeedEvent = z.infer<typeof FeedEvent>;

export const Feed = z
  .strictObject({
    data: z.array(FeedEvent).meta({ description: "The oldest first." }),
    after: z.string().nullable().meta({
      description: "Send it as `after` next time, also if `data` is empty. null: there is no event yet.",
    }),
  })
  .meta({ id: "EventFeed" });
export type Feed = z.infer<typeof Feed>;
