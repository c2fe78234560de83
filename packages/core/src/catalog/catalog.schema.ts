import * as z from "zod";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { NextCursor, PageQuery } from "../page.ts";
import { text, whole } from "../text.ts";

export const Image = z
  .strictObject({
    url: z.string().meta({ description: "Relative to this origin." }),
    alt: z.string().meta({ description: "Text for people who cannot see the image." }),
  })
  .meta({ id: "Image" });
export type Image = z.infer<typeof Image>;

export const Options = z
  .strictObject({ size: z.string(), color: z.string() })
  .meta({ description: "What distinguishes a variant from the product's other variants." });

/** The most that the database can store. The sum of a cart with 100 lines of 99 units at this price is still exact. */
export const MAX_PRICE = 2_147_483_647;

const cents = whole(0, MAX_PRICE);

/** PostgreSQL compares code points. So all compared texts are in the same Unicode form. */
const word = (max: number) => text(max).normalize("NFC");

/** A product matches if one of its variants meets all of size, color, price and stock. */
export const ProductQuery = z.object({
  q: word(200).optional().meta({
    description:
      "English words that must all occur in the title or the description, in any form: `shirt` finds shirts, `cafe` finds Café.",
  }),
  category: word(64).optional().meta({ description: "The `handle` of a category." }),
  size: word(64).optional().meta({ description: "A size in any letter case: `M`, `42`, `One Size`." }),
  color: word(64).optional().meta({ description: "A color in any letter case: `navy`." }),
  priceMin: cents.optional().meta({ description: "The lowest price, in minor units: `2599` is $25.99." }),
  priceMax: cents.optional().meta({ description: "The highest price, in minor units." }),
  inStock: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .pipe(z.boolean())
    .optional()
    .meta({ description: "`true`: only products that can be bought now. `false`: all." }),
  sort: z.enum(["newest", "price", "-price"]).default("newest").meta({
    description: "`newest` first, the lowest `price` first, or the highest price first (`-price`).",
  }),
  ...PageQuery.shape,
});
export type ProductQuery = z.infer<typeof ProductQuery>;

export const ProductSummary = z
  .strictObject({
    id: idOf("product"),
    handle: z.string().meta({ description: "The readable name in the product's URL." }),
    title: z.string(),
    category: z.string().meta({ description: "The `handle` of its category." }),
    image: Image.nullable(),
    priceFrom: Money.meta({ description: "The price of the cheapest variant." }),
    available: z.boolean().meta({ description: "Whether a variant is in stock." }),
  })
  .meta({ id: "ProductSummary" });
export type ProductSummary = z.infer<typeof ProductSummary>;

export const ProductPage = z
  .strictObject({ data: z.array(ProductSummary), nextCursor: NextCursor })
  .meta({ id: "ProductPage" });
export type ProductPage = z.infer<typeof ProductPage>;

/** Also the shape of cache entries. After a change, entries of another version of the shop are ignored and loaded again. */
export const Product = z
  .strictObject({
    id: idOf("product"),
    handle: z.string().meta({ description: "The readable name in the product's URL." }),
    title: z.string(),
    description: z.string().meta({ description: "Plain text." }),
    category: z.string().meta({ description: "The `handle` of its category." }),
    images: z.array(Image).meta({ description: "The main image first." }),
    options: z
      .array(z.strictObject({ name: z.string(), values: z.array(z.string()) }))
      .meta({ description: "The choices to offer: `size` and `color`, each with all its values." }),
    variants: z
      .array(
        z.strictObject({
          sku: z.string().meta({ description: "Identifies the variant, in carts and orders." }),
          options: Options,
          price: Money,
          compareAtPrice: Money.nullable().meta({
            description: "The former price, if the variant is reduced.",
          }),
          available: z.boolean().meta({ description: "Whether the variant is in stock." }),
        }),
      )
      .meta({ description: "What can be bought: one variant for each combination that exists." }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Product" });
export type Product = z.infer<typeof Product>;

export const CategoryList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        handle: z.string().meta({ description: "The value of `category` in `GET /v1/products`." }),
        title: z.string(),
        productCount: z.int(),
      }),
    ),
  })
  .meta({ id: "CategoryList" });
export type CategoryList = z.infer<typeof CategoryList>;

export const Availability = z
  .strictObject({
    sku: z.string(),
    available: z.boolean().meta({ description: "Whether the variant is in stock." }),
    quantity: z.int().min(0).max(20).meta({ description: "The number in stock; 20 means 20 or more." }),
  })
  .meta({ id: "Availability" });
export type Availability = z.infer<typeof Availability>;
