import * as z from "zod";
import { idOf } from "../id.ts";
import { optional, text } from "../text.ts";
import { FulfillmentLine } from "./order.schema.ts";

/** http and https only: shoppers click on it. */
const trackingUrl = z
  .url({
    protocol: /^https?$/,
    hostname: z.regexes.domain,
    error: "must be an address such as https://example.com/track/1Z999",
  })
  .max(500)
  .regex(/^[!#-;=?-[\]-~]+$/, "must be encoded: ASCII without quotes, spaces, < > and backslashes");

export const Ship = z
  .strictObject({
    lines: z
      .array(z.strictObject({ sku: text(64), quantity: z.int().min(1).max(99) }))
      .min(1)
      .max(100)
      .refine(
        (lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length,
        "must name each SKU once",
      )
      .optional()
      .meta({ description: "What is in the parcel. Without it: everything that has not been shipped yet." }),
    carrier: text(50),
    trackingNumber: optional(
      z
        .string()
        .max(100)
        .regex(/^[\w./+:#-]+$/, "must consist of letters, digits and . / + : # - _"),
    ),
    trackingUrl: optional(trackingUrl).meta({ description: "Where the customer can follow the parcel." }),
  })
  .meta({
    id: "Ship",
    examples: [
      {
        carrier: "DHL",
        trackingNumber: "00340434161094015902",
        trackingUrl: "https://example.com/track/00340434161094015902",
      },
    ],
  });
export type Ship = z.infer<typeof Ship>;

export const AdminFulfillment = z
  .strictObject({
    id: idOf("fulfillment"),
    lines: z.array(FulfillmentLine),
    carrier: z.string(),
    trackingNumber: z.string().nullable(),
    trackingUrl: z.string().nullable(),
    shippedAt: z.iso.datetime(),
    deliveredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "AdminFulfillment" });
export type AdminFulfillment = z.infer<typeof AdminFulfillment>;
