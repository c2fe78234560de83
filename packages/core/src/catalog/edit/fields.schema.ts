import * as z from "zod";
import { Money } from "../../money.ts";
import { text } from "../../text.ts";
import { MAX_PRICE } from "../catalog.schema.ts";

/** The size of a value's JSON in UTF-8, as the Data API counts. */
export const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** A name that stands in a path. The database has the same rules. */
const name = (max: number) =>
  text(max)
    .regex(/^[^/?\\\t\n\r]*$/, "must not contain / ? \\ or a line break")
    .refine((value) => value !== "." && value !== "..", "must not be . or ..");

export const Sku = name(64);
/** Handles are compared in one Unicode form, and may have become longer by it. */
export const Handle = name(255).normalize("NFC").max(255);
export const CategoryHandle = name(64).normalize("NFC").max(64);

/** Far below the most that the database can store: a cancellation adds to the stock, and must always succeed. */
export const MAX_STOCK = 2_147_483_647;

/** Text that may be empty. */
export const note = (max: number) =>
  z.union([z.literal(""), text(max)], {
    // Without it, zod says "Invalid input". A missing text has the message of all missing fields.
    error: ({ input }) => (input === undefined ? undefined : "must be a string"),
  });

export const PutSeo = z
  .strictObject({ title: note(255).optional(), description: note(500).optional() })
  .nullable()
  .optional()
  .meta({ description: "For search engines, where it differs from the texts above." });

export const AdminSeo = z
  .strictObject({ title: z.string().optional(), description: z.string().optional() })
  .nullable();

export const Price = z
  .strictObject({ amount: z.int().min(0).max(MAX_PRICE), currency: Money.shape.currency })
  .meta({ description: "An amount in minor units: 2599 USD is $25.99." });
