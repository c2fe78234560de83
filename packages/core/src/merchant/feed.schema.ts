import * as z from "zod";
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
    name: z.string().meta({ description: "Such as `order.placed`. Ignore names that you do not know." }),
    version: z.literal(1).meta({ description: "Of the event's form." }),
    time: z.iso.datetime(),
    subject: z
      .strictObject({
        id: z.string().meta({ description: "Of the order, the customer or the product." }),
        fulfillmentId: idOf("fulfillment").optional().meta({
          description: "Of `order.shipped` and `order.delivered`: one of the order's `fulfillments`.",
        }),
        order: AdminOrder.optional(),
        customer: AdminCustomer.optional().meta({ description: "Not if the customer was erased." }),
        handle: z.string().optional().meta({ description: "A product's." }),
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
