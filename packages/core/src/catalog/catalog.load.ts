import type { Context } from "../context.ts";
import * as Sql from "./catalog.load.sql.ts";
import type { NewCategory, NewCollection, NewProduct } from "./catalog.rules.ts";

export type { NewCategory, NewCollection, NewProduct };

/**
 * Adds categories, collections and products in one call, all or nothing. Existing ones stay as they are, so a load can be repeated. Keep a
 * batch below 1 MB, and call `analyze` after a large load.
 */
export const load = (
  ctx: Context,
  batch: { categories?: NewCategory[]; collections?: NewCollection[]; products?: NewProduct[] },
): Promise<void> => Sql.insert(ctx, { categories: [], collections: [], products: [], ...batch });

/** Those of the product IDs that exist. */
export async function existing(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await Sql.existing(ctx, ids);
  return new Set(rows.map(({ id }) => id));
}

/** Updates the statistics by which the database plans its queries. It would do so by itself, but minutes later. */
export const analyze = (ctx: Context): Promise<void> => Sql.analyze(ctx);
