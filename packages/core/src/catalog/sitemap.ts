import type { Context } from "../context.ts";
import * as Sql from "./sitemap.sql.ts";

export type Listed = Sql.Listed;

/** Where each list of `size` products begins, by the products' IDs. A new product changes the last list only. */
export const sections = (ctx: Context, size: number): Promise<string[]> => Sql.firstOfEach(ctx, size);

/**
 * The `size` products that lists show, from the product with this ID on. One call, unless their handles are so long that
 * `maxBytes`, for tests, is too little for them.
 */
export async function section(
  ctx: Context,
  first: string,
  size: number,
  maxBytes?: number,
): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let from: Sql.From = { id: first, inclusive: true }; found.length < size; ) {
    const { products, last } = await Sql.listed(ctx, from, size - found.length, maxBytes);
    found.push(...products);
    if (last === null) break;
    from = { id: last, inclusive: false };
  }
  return found;
}
