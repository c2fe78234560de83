import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { text } from "../text.ts";

export const Image = z.strictObject({ url: z.string(), alt: z.string() }).meta({ id: "Image" });
export type Image = z.infer<typeof Image>;

export const Options = z.strictObject({ size: z.string(), color: z.string() });

/** A whole number as a query string writes it. */
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const cents = whole(0, 999_999_999).meta({ description: "Minor units: 2599 is $25.99." });

const word = text(64);

/** Size, color, price and stock are asked of one and the same variant. */
export const ProductQuery = z.object({
  q: text(200).optional().meta({
    description:
      "English words to look for in title and description, in any form: shirt finds shirts. All must be there.",
  }),
  category: word.optional().meta({ description: "A category's handle." }),
  size: word.optional().meta({ description: "As a variant has it, in any case: M, 42, One Size." }),
  color: word.optional().meta({ description: "As a variant has it, in any case: Navy." }),
  priceMin: cents.optional(),
  priceMax: cents.optional(),
  inStock: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .pipe(z.boolean())
    .optional()
    .meta({ description: "true: only what can be bought now; false: all." }),
  sort: z.enum(["newest", "price", "-price"]).default("newest"),
  limit: whole(1, 100).default(20),
  cursor: text(400).optional().meta({ description: "The nextCursor of the page before." }),
});
export type ProductQuery = z.infer<typeof ProductQuery>;

export const ProductSummary = z
  .strictObject({
    id: idOf("product"),
    handle: z.string(),
    title: z.string(),
    category: z.string(),
    image: Image.nullable(),
    priceFrom: Money,
    available: z.boolean(),
  })
  .meta({ id: "ProductSummary" });
export type ProductSummary = z.infer<typeof ProductSummary>;

export const ProductPage = z
  .strictObject({ data: z.array(ProductSummary), nextCursor: z.string().nullable() })
  .meta({ id: "ProductPage" });
export type ProductPage = z.infer<typeof ProductPage>;

export const Product = z
  .strictObject({
    id: idOf("product"),
    handle: z.string(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    images: z.array(Image),
    options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    variants: z.array(
      z.strictObject({
        sku: z.string(),
        options: Options,
        price: Money,
        compareAtPrice: Money.nullable(),
        available: z.boolean(),
      }),
    ),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Product" });
export type Product = z.infer<typeof Product>;

export const CategoryList = z
  .strictObject({
    data: z.array(z.strictObject({ handle: z.string(), title: z.string(), productCount: z.int() })),
  })
  .meta({ id: "CategoryList" });
export type CategoryList = z.infer<typeof CategoryList>;

export const Availability = z
  .strictObject({ sku: z.string(), available: z.boolean(), quantity: z.int().min(0).max(20) })
  .meta({ id: "Availability" });
export type Availability = z.infer<typeof Availability>;
