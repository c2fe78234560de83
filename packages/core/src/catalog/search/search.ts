import type { Context } from "../../context.ts";
import type { Position } from "../catalog.rules.ts";
import type { ProductQuery } from "../catalog.schema.ts";
import { type FoundProduct, type Limits, readPage } from "./page.sql.ts";

export type { FoundProduct };

export interface FoundPage {
  products: FoundProduct[];
  /** The position of the last product; null if there is no next page. */
  next: Position | null;
}

/**
 * Finds the page of the product list behind the position `after`, in one SQL statement. It reads at most a few thousand rows,
 * however many products there are.
 * @example
 * const { products, next } = await findPage(ctx, ProductQuery.parse({ category: "shirts", size: "42" }), undefined);
 */
export async function findPage(
  ctx: Context,
  query: ProductQuery,
  after: Position | undefined,
  limits?: Limits,
): Promise<FoundPage> {
  const found = await readPage(ctx, query, after, limits);
  const products = found.slice(0, query.limit);
  const last = products.at(-1);
  const hasNext = found.length > query.limit && last;
  return { products, next: hasNext ? { id: last.id, price: last.priceFrom } : null };
}
