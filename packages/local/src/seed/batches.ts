import type { NewProduct } from "@myclothes/core/catalog/load";
import { extraProduct } from "@myclothes/demo-catalogue";

/** Products that one call loads. */
export interface Batch {
  /** IDs of products: when the catalogue has these, it has the whole batch. */
  markers: string[];
  count: number;
  products(): NewProduct[];
}

/** About 130 KB a call, far below the Data API's limits. */
const TOUR_BATCH = 60;
/** About 940 KB a call. */
const EXTRA_BATCH = 700;

export function batchesOf(products: NewProduct[]): Batch[] {
  const batches = Array.from({ length: Math.ceil(products.length / TOUR_BATCH) }, (_, i) =>
    products.slice(i * TOUR_BATCH, (i + 1) * TOUR_BATCH),
  );
  return batches.map((batch) => ({
    markers: batch.map(({ id }) => id),
    count: batch.length,
    products: () => batch,
  }));
}

/** The first `count` generated products. Each batch is made when it is needed: a million products take more than a gigabyte. */
export function batchesOfExtra(count: number): Batch[] {
  return Array.from({ length: Math.ceil(count / EXTRA_BATCH) }, (_, i) => {
    const from = i * EXTRA_BATCH;
    const size = Math.min(EXTRA_BATCH, count - from);
    return {
      // A call loads all of its products or none.
      markers: [extraProduct(from + size - 1).id],
      count: size,
      products: () => Array.from({ length: size }, (_, at) => extraProduct(from + at)),
    };
  });
}
