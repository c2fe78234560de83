import { money } from "../money.ts";
import { writeCursor } from "./catalog.rules.ts";
import type { Product, ProductPage, ProductQuery, ProductSummary } from "./catalog.schema.ts";
import type { ProductRow } from "./catalog.sql.ts";
import type { FoundPage, FoundProduct } from "./search/search.ts";

export const page = ({ products, next }: FoundPage, query: ProductQuery): ProductPage => ({
  data: products.map(summary),
  nextCursor: next && writeCursor(next, query),
});

const summary = ({ priceFrom, ...product }: FoundProduct): ProductSummary => ({
  ...product,
  priceFrom: money(priceFrom),
});

/** Makes one product of its rows, one for each variant. */
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

const distinct = (values: string[]): string[] => [...new Set(values)];
