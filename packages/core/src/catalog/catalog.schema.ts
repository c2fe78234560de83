import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { PageQuery } from "../page.ts";
import { text, whole } from "../text.ts";

export const Image = z.strictObject({ url: z.string(), alt: z.string() }).meta({ id: "Image" });
export type Image = z.infer<typeof Image>;

export const Options = z.strictObject({ size: z.string(), color: z.string() });

/** The most that the database can store. The sum of a cart with 100 lines of 99 units at this price is still exact. */
const MAX_PRICE = 2_147_483_647;
/** Far below the most that the database can store: a cancellation adds to the stock, and must always succeed. */
const MAX_STOCK = 2_147_483_647;

const cents = whole(0, MAX_PRICE).meta({ description: "Minor units: 2599 is $25.99." });

/** PostgreSQL compares code points. So all compared texts are in the same Unicode form. */
const word = (max: number) => text(max).normalize("NFC");

/** A change of a variant. `price` in minor units. A missing field stays as it is. */
export const VariantChange = z.strictObject({
  price: z.int().min(0).max(MAX_PRICE).optional(),
  stock: z.int().min(0).max(MAX_STOCK).optional(),
});
export type VariantChange = z.infer<typeof VariantChange>;

/** A product matches if one of its variants meets all of size, color, price and stock. */
export const ProductQuery = z.object({
  q: word(200).optional().meta({
    description:
      "English words in the title or the description. All of them must be found. Other forms are found too: shirt finds shirts, cafe finds Café.",
  }),
  category: word(64).optional().meta({ description: "A category's handle." }),
  size: word(64)
    .optional()
    .meta({ description: "The size of a variant, in upper or lower case: M, 42, One Size." }),
  color: word(64).optional().meta({ description: "The color of a variant, in upper or lower case: Navy." }),
  priceMin: cents.optional(),
  priceMax: cents.optional(),
  inStock: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .pipe(z.boolean())
    .optional()
    .meta({ description: "true: only products that can be bought now. false: all products." }),
  sort: z.enum(["newest", "price", "-price"]).default("newest"),
  ...PageQuery.shape,
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
