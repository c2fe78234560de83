import * as z from "zod";
import { NextCursor } from "../../page.ts";
import { isStorable, text } from "../../text.ts";
import { Image } from "../catalog.schema.ts";
import { AdminSeo, CategoryHandle, PutSeo } from "./fields.schema.ts";
import { NewImage } from "./image.schema.ts";

/** The database refuses more. */
const MAX_DESCRIPTION = 4_000;

export const PutCategory = z
  .strictObject({
    title: text(255),
    description: z
      .string()
      .max(MAX_DESCRIPTION)
      .refine(isStorable, "must not contain invalid or control characters")
      .optional()
      .meta({ description: "Plain text." }),
    image: NewImage.nullable().optional(),
    position: z.int().min(0).max(1_000_000).meta({ description: "Lists begin with the lowest position." }),
    parent: CategoryHandle.nullable().optional().meta({ description: "The `handle` of the category above." }),
    seo: PutSeo,
  })
  .meta({ id: "PutCategory", examples: [{ title: "Shirts", position: 1 }] });
export type PutCategory = z.infer<typeof PutCategory>;

export const AdminCategory = z
  .strictObject({
    handle: z.string(),
    title: z.string(),
    description: z.string(),
    image: Image.nullable(),
    position: z.int(),
    parent: z.string().nullable(),
    seo: AdminSeo,
    productCount: z.int().meta({ description: "The products that shoppers see." }),
  })
  .meta({ id: "AdminCategory" });
export type AdminCategory = z.infer<typeof AdminCategory>;

export const AdminCategoryPage = z
  .strictObject({ data: z.array(AdminCategory), nextCursor: NextCursor })
  .meta({ id: "AdminCategoryPage" });
export type AdminCategoryPage = z.infer<typeof AdminCategoryPage>;
