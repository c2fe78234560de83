import type { NewProduct } from "@myclothes/core/catalog/load";
import { another } from "./catalogue.ts";

/** Products that are loaded in one call. A call loads all or nothing, so the last one tells whether they are there. */
export interface Batch {
  lastId: string;
  count: number;
  products(): NewProduct[];
}

/** About 130 KB a call, far below the Data API's limits. */
const FEW = 60;
/** About 850 KB a call. */
const MANY = 700;

export function batchesOf(products: NewProduct[]): Batch[] {
  const batches = Array.from({ length: Math.ceil(products.length / FEW) }, (_, i) =>
    products.slice(i * FEW, (i + 1) * FEW),
  );
  return batches.map((batch) => ({
    lastId: batch.at(-1)?.id ?? "",
    count: batch.length,
    products: () => batch,
  }));
}

/** The first `count` of the others, made only when they are asked for: a million take more than a gigabyte. */
export function batchesOfOthers(count: number): Batch[] {
  return Array.from({ length: Math.ceil(count / MANY) }, (_, i) => {
    const from = i * MANY;
    const size = Math.min(MANY, count - from);
    return {
      lastId: another(from + size - 1).id,
      count: size,
      products: () => Array.from({ length: size }, (_, at) => another(from + at)),
    };
  });
}
