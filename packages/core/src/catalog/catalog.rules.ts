import * as z from "zod";
import { canonical, sha256 } from "../hash.ts";
import { money } from "../money.ts";
import { invalid } from "../refusal.ts";
import type { Product, ProductPage, ProductQuery, ProductSummary } from "./catalog.schema.ts";
import type { ProductRow, SummaryRow } from "./catalog.sql.ts";

/** The last product of a page: the next one begins behind it, whatever has been added before it meanwhile. */
export interface Position {
  id: string;
  price: number;
}

const Cursor = z.tuple([z.string(), z.string().regex(/^\w{1,40}$/), z.int().min(0)]);

/** Where the page of `query` begins. Refuses a cursor that another query has produced. */
export function readCursor(cursor: string, query: ProductQuery): Position {
  try {
    const [list, id, price] = Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (list === listOf(query)) return { id, price };
  } catch {
    // Falls through to the one refusal below.
  }
  throw invalid([{ path: ["cursor"], message: "must be the nextCursor of a page of the same query" }]);
}

/** The list that a query walks through, whatever its pages: 16 characters. */
const listOf = ({ limit: _, cursor: __, ...filters }: ProductQuery): string =>
  sha256(canonical(filters)).slice(0, 16);

/** Whether many ask for the same: not a search, nor bounds of prices, nor a page that only its reader's cursor leads to. */
export const isCommon = ({ q, priceMin, priceMax, cursor }: ProductQuery): boolean =>
  [q, priceMin, priceMax, cursor].every((given) => given === undefined);

/** The same for the same query, in whatever order its parameters came. Sizes and colours are compared in any case. */
export const keyOf = ({ category, size, color, inStock, sort, limit }: ProductQuery): string =>
  JSON.stringify([category, size && lower(size), color && lower(color), inStock, sort, limit]);

/** Only A to Z: two keys may have the same answer, but one key never has two. The database decides about all other letters. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** One row more than asked for was read: it tells whether there is a next page. */
export function page(found: SummaryRow[], query: ProductQuery): ProductPage {
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const more = found.length > query.limit && last;
  return { data: rows.map(summary), nextCursor: more ? writeCursor(query, last) : null };
}

/** One row for each variant, in the order in which they are shown. */
export function product(rows: [ProductRow, ...ProductRow[]]): Product {
  const [{ id, handle, title, description, category, images, updatedAt }] = rows;
  const options = [
    { name: "size", values: distinct(rows.map((row) => row.size)) },
    { name: "color", values: distinct(rows.map((row) => row.color)) },
  ];
  const variants = rows.map((row) => ({
    sku: row.sku,
    options: { size: row.size, color: row.color },
    price: money(row.price),
    compareAtPrice: row.compareAtPrice === null ? null : money(row.compareAtPrice),
    available: row.stock > 0,
  }));
  return { id, handle, title, description, category, images, options, variants, updatedAt };
}

const summary = ({ priceFrom, ...row }: SummaryRow): ProductSummary => ({
  ...row,
  priceFrom: money(priceFrom),
});

const writeCursor = (query: ProductQuery, { id, priceFrom }: SummaryRow): string =>
  Buffer.from(JSON.stringify([listOf(query), id, priceFrom])).toString("base64url");

const distinct = (values: string[]): string[] => [...new Set(values)];
