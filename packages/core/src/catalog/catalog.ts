import type { Context } from "../context.ts";
import { memo } from "../memo.ts";
import { Refusal } from "../refusal.ts";
import { isStorable } from "../text.ts";
import { page, readCursor, product as shown } from "./catalog.rules.ts";
import type { Availability, CategoryList, Product, ProductPage, ProductQuery } from "./catalog.schema.ts";
import * as Sql from "./catalog.sql.ts";

export type { Variant } from "./catalog.sql.ts";

/** Availability tells no more than this, so that nobody reads our stock off it. */
const QUANTITY_SHOWN = 20;

// What a cart shows may be half a minute old, or an hour while Aurora is away: checkout trusts none of it. 5,000 variants
// are about 2 MB.
const remembered = memo<Sql.Variant>({ freshMs: 30_000, staleMs: 3_600_000, size: 5_000 });

export async function products(ctx: Context, query: ProductQuery): Promise<ProductPage> {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, query.sort);
  return page(await Sql.products(ctx, query, after), query);
}

export async function product(ctx: Context, handle: string): Promise<Product> {
  const [first, ...rest] = isStorable(handle) ? await Sql.product(ctx, handle) : [];
  if (!first) throw new Refusal("catalog.unknown_product", "There is no product with this handle.");
  return shown([first, ...rest]);
}

export async function categories(ctx: Context): Promise<CategoryList> {
  return { data: await Sql.categories(ctx) };
}

/** Read anew each time: what the shopper sees beside the "buy" button. */
export async function availability(ctx: Context, sku: string): Promise<Availability> {
  const [variant] = isStorable(sku) ? await Sql.variants(ctx, [sku]) : [];
  if (!variant) throw unknownSku(sku);
  return { sku, available: variant.stock > 0, quantity: Math.min(variant.stock, QUANTITY_SHOWN) };
}

/** Variants by sku, with one call for all that this instance does not remember. Unknown skus are left out. */
export function variants(ctx: Context, skus: string[]): Promise<Map<string, Sql.Variant>> {
  return remembered.get(skus.filter(isStorable), async (missing) => {
    const found = await Sql.variants(ctx, missing);
    return new Map(found.map((variant) => [variant.sku, variant]));
  });
}

export const unknownSku = (sku: string): Refusal =>
  new Refusal("catalog.unknown_sku", `There is no variant with the sku ${JSON.stringify(sku)}.`);
