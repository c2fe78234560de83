import { analyze, existing, load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { catalogue } from "@myclothes/demo-catalogue";
import { type Batch, batchesOf, batchesOfExtra } from "./batches.ts";
import type { Progress } from "./progress.ts";

const CALL_MS = 60_000;
/** Concurrent calls. They keep a database of two to four processors busy. */
const CONCURRENCY = 4;

/** Loads the products of the tour; existing ones stay as they are. Returns how many the tour has. */
export async function seed(): Promise<{ products: number; variants: number }> {
  const { categories, collections, products } = catalogue();
  const missing = await missingOf(batchesOf(products));
  if (missing.length > 0) await load(context({ timeoutMs: CALL_MS }), { categories, collections });
  for (const batch of missing) await load(context({ timeoutMs: CALL_MS }), { products: batch.products() });
  const variants = products.flatMap((product) => product.variants);
  return { products: products.length, variants: variants.length };
}

/** Loads `count` generated products. The tour's must be there. After an interruption, the next run loads what is missing. */
export async function seedExtra(count: number, report: (progress: Progress) => void): Promise<void> {
  const missing = await missingOf(batchesOfExtra(count));
  const before = count - missing.reduce((sum, batch) => sum + batch.count, 0);
  let done = before;
  const next = missing[Symbol.iterator]();
  const work = async () => {
    for (const batch of next) {
      await load(context({ timeoutMs: CALL_MS }), { products: batch.products() });
      done += batch.count;
      report({ done, of: count, before });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  if (missing.length > 0) await analyze(context({ timeoutMs: CALL_MS }));
}

/** The batches that are not loaded yet, found by one small call. */
async function missingOf(batches: Batch[]): Promise<Batch[]> {
  const loaded = await existing(
    context({ timeoutMs: CALL_MS }),
    batches.flatMap(({ markers }) => markers),
  );
  return batches.filter(({ markers }) => !markers.every((id) => loaded.has(id)));
}
