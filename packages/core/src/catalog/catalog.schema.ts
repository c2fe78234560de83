import * as z from "zod";
import { idOf } from "../id.ts";
import { Srcset } from "../image/srcset.schema.ts";
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

const SizedImage = z
  .strictObject({
    ...Image.shape,
    width: z
      .int()
      .optional()
      .meta({ description: "In pixels. The shop knows the sizes of uploaded images." }),
    height: z.int().optional(),
    srcset: Srcset.optional(),
  })
  .meta({ id: "SizedImage" });

const Seo = z
  .strictObject({ title: z.string(), description: z.string() })
  .meta({ description: "For the `title` and the meta description of the page." });

export const Options = z
  .strictObject({ size: z.string(), color: z.string() })
  .meta({ description: "What distinguishes a variant from the product's other variants." });

/** The most that the database can store. The sum of a cart with 100 lines of 99 units at this price is still exact. */
export const MAX_PRICE = 2_147_483_647;

const cents = whole(0, MAX_PRICE);

/** PostgreSQL compares code points. So all compared texts are in the same Unicode form. */
const word = (max: number) => text(max).normalize("NFC");

const flag = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .pipe(z.boolean());

/** Values of a filter, each given as a parameter of its own: any of them matches. */
const anyOf = (value: z.ZodString) => z.array(value).min(1).max(20).optional();

/** Parameters that cannot be combined with `id`. */
const FILTERS = [
  "q",
  "collection",
  "category",
  "size",
  "color",
  "priceMin",
  "priceMax",
  "inStock",
  "sort",
  "facets",
  "cursor",
] as const;

/** A product matches if one of its variants meets all of size, color, price and stock. */
export const ProductQuery = z
  .object({
    q: word(200).optional().meta({
      description:
        'Words that must all occur in the title, the description, the category, the sizes or the colors, in any form: `shirt` finds shirts, `cafe` finds Café. Or a SKU, or its beginning. The last word may be incomplete, and one typing error in a word of five letters or more is corrected. Quotation marks (`"wide leg"`) find the exact words in a row, a minus (`-silk`) excludes a word.',
    }),
    id: z.array(idOf("product")).min(1).max(50).optional().meta({
      description:
        "Products by their IDs, in the order of the IDs. Unknown ones are left out. Cannot be combined with other parameters; `limit` has no effect.",
    }),
    category: anyOf(word(64)).meta({
      description: "The `handle` of a category. Several: products of any of them.",
    }),
    collection: word(64).optional().meta({
      description:
        "The `handle` of a collection: its products only. The other filters, `sort` and `facets` work as in other lists.",
    }),
    size: anyOf(word(64)).meta({
      description: "A size in any letter case: `M`, `42`, `One Size`. Several: any of them.",
    }),
    color: anyOf(word(64)).meta({
      description: "A color in any letter case: `navy`. Several: any of them.",
    }),
    priceMin: cents.optional().meta({ description: "The lowest price, in minor units: `2599` is $25.99." }),
    priceMax: cents.optional().meta({ description: "The highest price, in minor units." }),
    inStock: flag.optional().meta({
      description: "`true`: only products that can be bought now. `false`: all.",
    }),
    sort: z.enum(["relevance", "newest", "price", "-price"]).optional().meta({
      description:
        "`relevance`: the best matches of `q` first. `newest` first, the lowest `price` first, or the highest price first (`-price`). Without it: `relevance` with `q`, the order of the merchant with `collection`, otherwise `newest`.",
    }),
    facets: flag.optional().meta({
      description:
        "`true`: also counts all products of the list, and those of each category, size and color.",
    }),
    ...PageQuery.shape,
  })
  .superRefine((query, issues) => {
    if (query.id === undefined) return;
    for (const name of FILTERS.filter((name) => query[name] !== undefined))
      issues.addIssue({ code: "custom", path: [name], message: "cannot be combined with id" });
  });
export type ProductQuery = z.infer<typeof ProductQuery>;

export const ProductSummary = z
  .strictObject({
    id: idOf("product"),
    handle: z.string().meta({ description: "The readable name in the product's URL." }),
    title: z.string(),
    category: z.string().meta({ description: "The `handle` of its category." }),
    image: Image.nullable().meta({
      description: "In a list of one or more colors: the product in such a color. Otherwise its main image.",
    }),
    priceFrom: Money.meta({ description: "The price of the cheapest variant." }),
    priceTo: Money.meta({ description: "The price of the dearest variant." }),
    compareAtFrom: Money.nullable().meta({
      description: "The former price of the cheapest variant, if it is reduced.",
    }),
    available: z.boolean().meta({ description: "Whether a variant is in stock." }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "ProductSummary" });
export type ProductSummary = z.infer<typeof ProductSummary>;

const facet = z.array(z.strictObject({ value: z.string(), count: z.int() })).meta({
  description:
    "The values with their numbers of products, the most first, 100 at most. A value's number is that of the list with this value instead of the filter's own.",
});

export const Facets = z
  .strictObject({
    category: facet,
    size: facet,
    color: facet,
    price: z.strictObject({ min: Money, max: Money }).nullable().meta({
      description: "The lowest and the highest price, without the filter of prices. null: no product.",
    }),
    exact: z
      .strictObject({ category: z.boolean(), size: z.boolean(), color: z.boolean(), price: z.boolean() })
      .meta({
        description:
          "Whether everything was counted. `false`: there are more than about 10,000 products to count, so the numbers are lower bounds. Show them as `10,000+`.",
      }),
  })
  .meta({ id: "Facets" });

export const ProductPage = z
  .strictObject({
    data: z.array(ProductSummary),
    nextCursor: NextCursor,
    total: z
      .int()
      .optional()
      .meta({ description: "With `facets=true`: the number of products on all pages." }),
    totalExact: z.boolean().optional().meta({
      description: "`false`: `total` is a lower bound. Show it as `10,000+`.",
    }),
    facets: Facets.optional(),
  })
  .meta({ id: "ProductPage" });
export type ProductPage = z.infer<typeof ProductPage>;

export const SuggestionQuery = z.object({
  q: word(200).optional().meta({ description: "What was typed so far. The last word may be incomplete." }),
});
export type SuggestionQuery = z.infer<typeof SuggestionQuery>;

export const Suggestions = z
  .strictObject({
    products: z.array(ProductSummary).meta({ description: "The best matches first." }),
    categories: z.array(
      z.strictObject({
        handle: z.string().meta({ description: "The value of `category` in `GET /v1/products`." }),
        title: z.string(),
      }),
    ),
  })
  .meta({ id: "Suggestions" });
export type Suggestions = z.infer<typeof Suggestions>;

/** Also the shape of cache entries. After a change, entries of another version of the shop are ignored and loaded again. */
export const Product = z
  .strictObject({
    id: idOf("product"),
    handle: z.string().meta({ description: "The readable name in the product's URL." }),
    title: z.string(),
    description: z.string().meta({ description: "Plain text." }),
    category: z.string().meta({ description: "The `handle` of its category." }),
    images: z.array(SizedImage).meta({ description: "The main image first." }),
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
          image: SizedImage.nullable().meta({ description: "null: show the product's main image." }),
        }),
      )
      .meta({ description: "What can be bought: one variant for each combination that exists." }),
    related: z.array(z.string()).meta({
      description: "The handles of up to 8 products of the same category with similar prices.",
    }),
    seo: Seo,
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Product" });
export type Product = z.infer<typeof Product>;

export const Category = z
  .strictObject({
    handle: z.string().meta({ description: "The value of `category` in `GET /v1/products`." }),
    title: z.string(),
    productCount: z.int().meta({ description: "Without the products of categories below it." }),
    parent: z.string().nullable().meta({ description: "The `handle` of the category above it." }),
    description: z.string().meta({ description: "Plain text." }),
    image: SizedImage.nullable(),
    seo: Seo,
  })
  .meta({ id: "Category" });
export type Category = z.infer<typeof Category>;

export const CategoryList = z.strictObject({ data: z.array(Category) }).meta({ id: "CategoryList" });
export type CategoryList = z.infer<typeof CategoryList>;

export const Collection = z
  .strictObject({
    handle: z.string().meta({ description: "The value of `collection` in `GET /v1/products`." }),
    title: z.string(),
    productCount: z.int().meta({ description: "The products that shoppers see." }),
    description: z.string().meta({ description: "Plain text." }),
    image: SizedImage.nullable(),
    seo: Seo,
  })
  .meta({ id: "Collection" });
export type Collection = z.infer<typeof Collection>;

export const CollectionList = z.strictObject({ data: z.array(Collection) }).meta({ id: "CollectionList" });
export type CollectionList = z.infer<typeof CollectionList>;

export const Availability = z
  .strictObject({
    sku: z.string(),
    available: z.boolean().meta({ description: "Whether the variant is in stock." }),
    quantity: z.int().min(0).max(20).meta({ description: "The number in stock; 20 means 20 or more." }),
  })
  .meta({ id: "Availability" });
export type Availability = z.infer<typeof Availability>;
