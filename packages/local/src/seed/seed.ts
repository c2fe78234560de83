import * as Catalog from "@myclothes/core/catalog";
import { load as loadBatch } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { type Catalogue, catalogue } from "./catalogue.ts";

/** About 130 KB a call, far below the Data API's limits. */
const BATCH = 60;

/** Loads the catalogue into the database; what is there already stays as it is. Returns what the catalogue holds. */
export async function seed(): Promise<{ products: number; variants: number }> {
  const shop = catalogue();
  if (!(await isLoaded(shop))) await load(shop);
  const variants = shop.products.flatMap((product) => product.variants);
  return { products: shop.products.length, variants: variants.length };
}

/** One small call on every start but the first. Batches are loaded whole, so counting is enough. */
async function isLoaded({ categories, products }: Catalogue): Promise<boolean> {
  const { data } = await Catalog.categories(context());
  const counts = new Map(data.map(({ handle, productCount }) => [handle, productCount]));
  return categories.every(({ handle }) => {
    const ours = products.filter(({ category }) => category === handle);
    return (counts.get(handle) ?? 0) >= ours.length;
  });
}

async function load({ categories, products }: Catalogue): Promise<void> {
  const ctx = context({ timeoutMs: 60_000 });
  await loadBatch(ctx, { categories });
  for (let from = 0; from < products.length; from += BATCH) {
    await loadBatch(ctx, { products: products.slice(from, from + BATCH) });
  }
}
