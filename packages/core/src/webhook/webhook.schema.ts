import * as z from "zod";
import { publicEvents } from "../events/events.ts";
import { idOf } from "../id.ts";
import { NextCursor } from "../page.ts";
import { text } from "../text.ts";
import { isPublicHost } from "./address.rules.ts";

/** An ID that the merchant chooses, so that a repeated PUT makes one endpoint. */
export const EndpointId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

const MAX_EVENTS = 50;

const EventFilter: z.ZodType<string> = z.enum(["*", ...publicEvents], {
  error: `must be * or the name of an event: ${publicEvents.join(", ")}`,
});

export const SaveEndpoint = z
  .strictObject({
    url: text(2_000)
      .refine(
        (url) => /^https:\/\//i.test(url) && URL.canParse(url),
        "must be an address that begins with https://",
      )
      .refine(
        (url) => !URL.canParse(url) || new URL(url).username === "",
        "must not contain a user name or password",
      )
      .refine(
        (url) => !URL.canParse(url) || isPublicHost(new URL(url).hostname),
        "must not be an address inside a private network",
      )
      .meta({ description: "It must be reachable from the internet. Redirects are not followed." }),
    events: z.array(EventFilter).min(1).max(MAX_EVENTS).meta({
      description:
        "The names of events. `*` stands for all, also those that a later version adds. `product.updated`: a product was created, changed or deleted.",
    }),
    enabled: z.boolean().default(true),
  })
  .meta({
    id: "SaveWebhookEndpoint",
    examples: [
      { url: "https://erp.example.com/hooks", events: ["order.placed", "order.paid"], enabled: true },
    ],
  });
export type SaveEndpoint = z.infer<typeof SaveEndpoint>;

export const Endpoint = z
  .strictObject({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean().meta({ description: "false also after three days in which every delivery failed." }),
    createdAt: z.iso.datetime(),
    failingSince: z.iso
      .datetime()
      .nullable()
      .meta({ description: "null: the last delivery succeeded, or there was none." }),
    secret: z.string().optional().meta({
      description: "Verifies the signatures (`whsec_…`). Only in the answer that creates the endpoint.",
    }),
  })
  .meta({ id: "WebhookEndpoint" });
export type Endpoint = z.infer<typeof Endpoint>;

export const EndpointList = z.strictObject({ data: z.array(Endpoint) }).meta({ id: "WebhookEndpointList" });

export const Delivery = z
  .strictObject({
    id: idOf("delivery"),
    eventId: z.string().meta({ description: "Also the header `webhook-id`: the same for every attempt." }),
    event: z
      .string()
      .nullable()
      .meta({ description: "The event's name. null: the event was deleted after 30 days." }),
    createdAt: z.iso.datetime(),
    attempts: z.int(),
    attemptedAt: z.iso.datetime().nullable(),
    nextAttemptAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    status: z
      .int()
      .nullable()
      .meta({ description: "The HTTP status of the last attempt. null: there was no answer." }),
    response: z
      .string()
      .nullable()
      .meta({ description: "The beginning of the last answer, or why there was none." }),
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryPage = z
  .strictObject({ data: z.array(Delivery), nextCursor: NextCursor })
  .meta({ id: "WebhookDeliveryPage" });
export type DeliveryPage = z.infer<typeof DeliveryPage>;
