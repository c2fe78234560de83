import { analyze, existing, load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { catalogue } from "@myclothes/demo-catalogue";
import { type Batch, batchesOf, batchesOfOthers } from "./batches.ts";

const CALL_MS = 60_000;
/** So many calls at a time: a database of two to four processors is busy with them. */
const SIDE_BY_SIDE = 4;

export interface Progress {
  /** Products that are there, and that are to be there. */
  done: number;
  of: number;
  /** Products that were there before. */
  before: number;
}

/** Loads the garments of the tour; what is there already stays as it is. Returns what they are. */
export async function seed(): Promise<{ products: number; variants: number }> {
  const { categories, products } = catalogue();
  const missing = await missingOf(batchesOf(products));
  if (missing.length > 0) await load(context({ timeoutMs: CALL_MS }), { categories });
  for (const batch of missing) await load(context({ timeoutMs: CALL_MS }), { products: batch.products() });
  const variants = products.flatMap((product) => product.variants);
  return { products: products.length, variants: variants.length };
}

/**
 * Loads so many garments beside those of the tour, which have to be there. Where it is broken off, it goes on the next time
 * behind the last call that went through.
 */
export async function seedOthers(count: number, tell: (progress: Progress) => void): Promise<void> {
  const missing = await missingOf(batchesOfOthers(count));
  const before = count - missing.reduce((sum, batch) => sum + batch.count, 0);
  let done = before;
  const next = missing[Symbol.iterator]();
  const work = async () => {
    for (const batch of next) {
      await load(context({ timeoutMs: CALL_MS }), { products: batch.products() });
      done += batch.count;
      tell({ done, of: count, before });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  if (missing.length > 0) await analyze(context({ timeoutMs: CALL_MS }));
}

/** One small call on every start but the first. */
async function missingOf(batches: Batch[]): Promise<Batch[]> {
  const there = await existing(
    context({ timeoutMs: CALL_MS }),
    batches.flatMap(({ signs }) => signs),
  );
  return batches.filter(({ signs }) => !signs.every((id) => there.has(id)));
}
