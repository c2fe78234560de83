import type { Context } from "../context.ts";
import * as Sql from "./sitemap.sql.ts";

export type Listed = Sql.Listed;

/** Where each list of `size` products begins, by the products' IDs. */
export const sections = (ctx: Context, size: number): Promise<string[]> => Sql.firstOfEach(ctx, size);

export interface Section {
  /** The ID with which the section begins, and the one with which the next one begins. */
  first: string;
  next?: string | undefined;
  /** It has at most so many products. */
  limit: number;
}

/**
 * The products of a section that lists show. One call, unless there are too many of them for one answer, or their handles are so
 * long that `maxBytes`, for tests, is too little for them.
 */
export async function section(
  ctx: Context,
  { first, next, limit }: Section,
  maxBytes?: number,
): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let from: Sql.Range = { id: first, inclusive: true, before: next }; found.length < limit; ) {
    const { products, last } = await Sql.listed(ctx, from, limit - found.length, maxBytes);
    found.push(...products);
    if (last === null) break;
    from = { id: last, inclusive: false, before: next };
  }
  return found;
}
