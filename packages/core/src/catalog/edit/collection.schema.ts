import * as z from "zod";
import { NextCursor } from "../../page.ts";
import { isStorable, text } from "../../text.ts";
import { MAX_COLLECTION } from "../catalog.rules.ts";
import { Image } from "../catalog.schema.ts";
import { AdminSeo, Handle, PutSeo } from "./fields.schema.ts";
import { NewImage } from "./image.schema.ts";
import { Status } from "./product.schema.ts";

/** The database refuses more. */
const MAX_DESCRIPTION = 4_000;

export const PutCollection = z
  .strictObject({
    title: text(255),
    description: z
      .string()
      .max(MAX_DESCRIPTION)
      .refine(isStorable, "must not contain invalid or control characters")
      .default("")
      .meta({ description: "Plain text." }),
    image: NewImage.nullable().default(null),
    position: z.int().min(0).max(1_000_000).default(0).meta({
      description: "Lists begin with the lowest position.",
    }),
    seo: PutSeo,
    products: z.array(Handle).max(MAX_COLLECTION).meta({
      description:
        "The handles or IDs of its products, in their order. Drafts and archived products may be among them.",
    }),
  })
  .meta({ id: "PutCollection", examples: [{ title: "Summer", products: ["linen-camp-collar-shirt"] }] });
export type PutCollection = z.infer<typeof PutCollection>;

const summary = {
  handle: z.string(),
  title: z.string(),
  image: Image.nullable(),
  position: z.int(),
  productCount: z.int().meta({ description: "The products that shoppers see." }),
  version: z.int().meta({ description: "Counts the changes. For `If-Match`." }),
};

export const AdminCollection = z
  .strictObject({
    ...summary,
    description: z.string(),
    seo: AdminSeo,
    products: z
      .array(
        z.strictObject({
          id: z.string(),
          handle: z.string(),
          title: z.string(),
          status: Status,
          image: Image.nullable(),
        }),
      )
      .meta({ description: "In their order. Shoppers see those that are active and have a variant." }),
  })
  .meta({ id: "AdminCollection" });
export type AdminCollection = z.infer<typeof AdminCollection>;

export const AdminCollectionPage = z
  .strictObject({
    data: z.array(z.strictObject(summary).meta({ id: "AdminCollectionSummary" })),
    nextCursor: NextCursor,
  })
  .meta({ id: "AdminCollectionPage" });
export type AdminCollectionPage = z.infer<typeof AdminCollectionPage>;
