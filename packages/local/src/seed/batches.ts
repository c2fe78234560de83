import type { NewProduct } from "@myclothes/core/catalog/load";
import { another } from "@myclothes/demo-catalogue";

/** Products that are loaded in one call. */
export interface Batch {
  /** They are all there where these are. */
  signs: string[];
  count: number;
  products(): NewProduct[];
}

/** About 130 KB a call, far below the Data API's limits. */
const FEW = 60;
/** About 940 KB a call. */
const MANY = 700;

export function batchesOf(products: NewProduct[]): Batch[] {
  const batches = Array.from({ length: Math.ceil(products.length / FEW) }, (_, i) =>
    products.slice(i * FEW, (i + 1) * FEW),
  );
  return batches.map((batch) => ({
    signs: batch.map(({ id }) => id),
    count: batch.length,
    products: () => batch,
  }));
}

/** The first `count` of the others, made only when they are asked for: a million take more than a gigabyte. */
export function batchesOfExtra(count: number): Batch[] {
  return Array.from({ length: Math.ceil(count / MANY) }, (_, i) => {
    const from = i * MANY;
    const size = Math.min(MANY, count - from);
    return {
      // A call loads all or nothing.
      signs: [another(from + size - 1).id],
      count: size,
      products: () => Array.from({ length: size }, (_, at) => another(from + at)),
    };
  });
}
