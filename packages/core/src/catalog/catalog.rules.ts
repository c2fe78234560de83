import * as z from "zod";
import { canonical, sha256 } from "../hash.ts";
import { invalid } from "../refusal.ts";
import { Image, type ProductQuery } from "./catalog.schema.ts";

/** What a cart and an order need of a variant. `price` in minor units. */
export const Variant = z.object({
  sku: z.string(),
  productId: z.string(),
  productHandle: z.string(),
  title: z.string(),
  size: z.string(),
  color: z.string(),
  image: Image.nullable(),
  price: z.int(),
  stock: z.int(),
});
export type Variant = z.infer<typeof Variant>;

export interface NewCategory {
  handle: string;
  title: string;
  position: number;
}

export interface NewCollection {
  handle: string;
  title: string;
  description: string;
  image: { url: string; alt: string } | null;
  position: number;
  /** The IDs of its products, in their order. */
  products: readonly string[];
}

export interface NewProduct {
  id: string;
  handle: string;
  title: string;
  description: string;
  category: string;
  images: { url: string; alt: string }[];
  /** ISO 8601, UTC. */
  createdAt: string;
  /** In the order in which they are shown. Prices in minor units. */
  variants: {
    sku: string;
    size: string;
    color: string;
    /** Null: the product's first image. */
    image: { url: string; alt: string } | null;
    price: number;
    compareAtPrice: number | null;
    stock: number;
  }[];
}

/** The last product of a page. The next page begins behind it, even if other products were added in between. */
export interface Position {
  id: string;
  price: number;
  /** How well it matches the words, in a list by relevance, or its place in the order of the merchant. Otherwise 0. */
  rank: number;
}

/** `collection`: the order of the merchant. */
export type Sort = NonNullable<ProductQuery["sort"]> | "collection";

/** The order of a list. Without words, all products are equally relevant. */
export function sortOf({ sort, q, collection }: ProductQuery): Sort {
  if (sort !== undefined && sort !== "relevance") return sort;
  if (q !== undefined) return "relevance";
  return collection === undefined ? "newest" : "collection";
}

/** The most products of a collection. The database refuses more. */
export const MAX_COLLECTION = 200;

const Cursor = z.tuple([
  z.string(),
  z.string().regex(/^\w{1,40}$/),
  z.int().min(0),
  z.int().min(0).max(MAX_COLLECTION),
]);

/** The position behind which the page of `query` begins. Throws `request.invalid` for the cursor of another query. */
export function readCursor(cursor: string, query: ProductQuery): Position {
  try {
    const [list, id, price, rank] = Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (list === hashOf(query)) return { id, price, rank };
  } catch {
    // The error below is the answer for every bad cursor.
  }
  throw invalid([{ path: ["cursor"], message: "must be the nextCursor of a page of the same query" }]);
}

export const writeCursor = ({ id, price, rank }: Position, query: ProductQuery): string =>
  Buffer.from(JSON.stringify([hashOf(query), id, price, rank])).toString("base64url");

/** The same for all pages of one list: 16 characters. */
function hashOf({ limit: _, cursor: __, facets: ___, ...query }: ProductQuery): string {
  const { category, size, color } = query;
  const filters = { category: sorted(category), size: folded(size), color: folded(color) };
  return sha256(canonical({ ...query, ...filters, sort: sortOf(query as ProductQuery) })).slice(0, 16);
}

/** Whether many shoppers request the same page. Searches, price ranges and pages behind a cursor are seldom requested twice. */
export const isCommon = ({ q, id, priceMin, priceMax, cursor }: ProductQuery): boolean =>
  [q, id, priceMin, priceMax, cursor].every((given) => given === undefined);

/** The cache key of a common query. The order of its parameters and values and the case of size and color make no difference. */
export const keyOf = (query: ProductQuery): string => {
  const { collection, category, size, color, inStock, facets, limit } = query;
  return JSON.stringify([
    sorted(category),
    folded(size),
    folded(color),
    inStock,
    sortOf(query),
    limit,
    facets === true,
    collection,
  ]);
};

const sorted = (values: string[] | undefined) => values && [...new Set(values)].sort();

const folded = (values: string[] | undefined) => values && sorted(values.map(lower));

/** Lowers A to Z only. The database folds other letters: two keys may then hold the same page, but never one key two pages. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
