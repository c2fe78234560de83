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
}

const Cursor = z.tuple([z.string(), z.string().regex(/^\w{1,40}$/), z.int().min(0)]);

/** The position behind which the page of `query` begins. Throws `request.invalid` for the cursor of another query. */
export function readCursor(cursor: string, query: ProductQuery): Position {
  try {
    const [list, id, price] = Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (list === hashOf(query)) return { id, price };
  } catch {
    // The error below is the answer for every bad cursor.
  }
  throw invalid([{ path: ["cursor"], message: "must be the nextCursor of a page of the same query" }]);
}

export const writeCursor = ({ id, price }: Position, query: ProductQuery): string =>
  Buffer.from(JSON.stringify([hashOf(query), id, price])).toString("base64url");

/** The same for all pages of one list: 16 characters. */
const hashOf = ({ limit: _, cursor: __, ...filters }: ProductQuery): string =>
  sha256(canonical(filters)).slice(0, 16);

/** Whether many shoppers request the same page. Searches, price ranges and pages behind a cursor are seldom requested twice. */
export const isCommon = ({ q, priceMin, priceMax, cursor }: ProductQuery): boolean =>
  [q, priceMin, priceMax, cursor].every((given) => given === undefined);

/** The cache key of a common query. The order of its parameters and the case of size and color make no difference. */
export const keyOf = ({ category, size, color, inStock, sort, limit }: ProductQuery): string =>
  JSON.stringify([category, size && lower(size), color && lower(color), inStock, sort, limit]);

/** Lowers A to Z only. The database folds other letters: two keys may then hold the same page, but never one key two pages. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
