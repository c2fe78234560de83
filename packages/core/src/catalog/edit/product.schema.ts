import * as z from "zod";
import { idOf } from "../../id.ts";
import { Money } from "../../money.ts";
import { NextCursor, PageQuery } from "../../page.ts";
import { isStorable, text } from "../../text.ts";
import { Image, Product } from "../catalog.schema.ts";
import { AdminSeo, bytes, CategoryHandle, Handle, Price, PutSeo, Sku } from "./fields.schema.ts";
import { NewImage } from "./image.schema.ts";
import { AdminVariant } from "./variant.schema.ts";

export const Status = z.enum(["draft", "active", "archived"]).meta({
  description: "Shoppers see `active` products only. `archived`: no longer sold.",
});
export type Status = z.infer<typeof Status>;

/** The database refuses more: a row with all texts must fit into the 64 KB of the Data API. */
const MAX_DESCRIPTION = 32_768;
const MAX_IMAGES = 16_000;
export const MAX_VARIANTS = 1_000;

const option = text(64).normalize("NFC").max(64);
const { options } = Product.shape;

const NewVariant = z
  .strictObject({
    sku: Sku,
    options: z.strictObject({ size: option, color: option }),
    price: Price,
    compareAtPrice: Price.nullable().optional().meta({ description: "Higher than the price." }),
    weight: z.int().min(0).max(1_000_000).nullable().optional().meta({ description: "In grams." }),
  })
  .refine(({ price, compareAtPrice }) => !compareAtPrice || compareAtPrice.amount > price.amount, {
    path: ["compareAtPrice"],
    message: "must be higher than the price",
  });

export const PutProduct = z
  .strictObject({
    title: text(255),
    description: z
      .string()
      .max(MAX_DESCRIPTION)
      .refine(isStorable, "must not contain invalid or control characters")
      .refine(
        (value) => Buffer.byteLength(value) <= MAX_DESCRIPTION,
        `must be at most ${MAX_DESCRIPTION} bytes`,
      )
      .meta({ description: "Plain text." }),
    category: CategoryHandle.meta({ description: "The `handle` of its category." }),
    status: Status,
    images: z
      .array(NewImage)
      .max(50)
      .refine((images) => bytes(images) <= MAX_IMAGES, `must be at most ${MAX_IMAGES} bytes of JSON`)
      .meta({ description: "The main image first." }),
    options: options.optional().meta({
      description:
        "They follow from the variants, so leave them out. Sent ones must be those of the variants, in their order.",
    }),
    variants: z
      .array(NewVariant)
      .max(MAX_VARIANTS)
      .meta({ description: "In the order in which they are shown. Each SKU and each combination once." }),
    seo: PutSeo,
    tags: z.array(text(50)).max(20).optional().meta({ description: "For the merchant. Each once." }),
    formerHandle: Handle.optional().meta({
      description:
        "Renames the product that has this handle, if there is none with the handle in the path. It keeps its id, stock and orders, and the former handle redirects to it.",
    }),
  })
  .superRefine(({ variants, tags = [], options }, issues) => {
    const repeated = (path: PropertyKey[], message: string) =>
      issues.addIssue({ code: "custom", path, message });
    for (const i of repetitions(variants.map(({ sku }) => sku)))
      repeated(["variants", i, "sku"], "is the SKU of another variant");
    for (const i of repetitions(variants.map(({ options }) => JSON.stringify([options.size, options.color]))))
      repeated(["variants", i, "options"], "are the options of another variant");
    for (const i of repetitions(tags)) repeated(["tags", i], "is repeated");
    if (options && JSON.stringify(options).normalize("NFC") !== JSON.stringify(optionsOf(variants)))
      repeated(["options"], "must be size and color with the values of the variants, in their order");
  })
  .meta({ id: "PutProduct" });
export type PutProduct = z.infer<typeof PutProduct>;

/** The places of the values that occur earlier in the list. */
const repetitions = (values: string[]): number[] =>
  values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []));

/** The choices that the variants offer. */
export function optionsOf(variants: { options: { size: string; color: string } }[]) {
  const values = (name: "size" | "color") => [...new Set(variants.map(({ options }) => options[name]))];
  return [
    { name: "size", values: values("size") },
    { name: "color", values: values("color") },
  ];
}

export const AdminProduct = z
  .strictObject({
    id: idOf("product"),
    handle: z.string(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    status: Status,
    images: z.array(Image),
    options,
    variants: z.array(AdminVariant),
    seo: AdminSeo,
    tags: z.array(z.string()),
    version: z.int().meta({ description: "Counts the changes, without those of the stock." }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminProduct" });
export type AdminProduct = z.infer<typeof AdminProduct>;

export const AdminProductQuery = z.object({
  q: text(200).normalize("NFC").optional().meta({
    description: "Words of the title or the description, a whole handle, or a whole SKU.",
  }),
  status: Status.optional(),
  category: text(64).normalize("NFC").optional().meta({ description: "The `handle` of a category." }),
  ...PageQuery.shape,
});
export type AdminProductQuery = z.infer<typeof AdminProductQuery>;

export const AdminProductSummary = z
  .strictObject({
    id: idOf("product"),
    handle: z.string(),
    title: z.string(),
    category: z.string(),
    status: Status,
    image: Image.nullable(),
    variantCount: z.int(),
    priceFrom: Money.nullable().meta({ description: "null: it has no variant." }),
    stock: z.int().meta({ description: "Of all variants." }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminProductSummary" });
export type AdminProductSummary = z.infer<typeof AdminProductSummary>;

export const AdminProductPage = z
  .strictObject({ data: z.array(AdminProductSummary), nextCursor: NextCursor })
  .meta({ id: "AdminProductPage" });
export type AdminProductPage = z.infer<typeof AdminProductPage>;
