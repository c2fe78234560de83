/**
 * During a rush, most orders of a popular product are refused. The database can refuse them within milliseconds, but thousands a second
 * would take its time from the others. So after a refusal, an instance refuses further orders of the product itself, for so short a
 * time that the orders which are admitted already last longer.
 */
const SHORTEST_MS = 50;
const LONGEST_MS = 150;
const MOST_SKUS = 100;

/** By SKU, on the clock of `performance.now()`. */
const refusedUntil = new Map<string, number>();

/** Whether the database has refused an order of one of these SKUs a moment ago. */
export const isRush = (skus: string[]): boolean =>
  skus.some((sku) => (refusedUntil.get(sku) ?? 0) > performance.now());

/** Records a refusal by the database. Of several SKUs, nobody knows which one is popular. */
export function recordRush(skus: string[]): void {
  const [sku, ...others] = skus;
  if (sku === undefined || others.length > 0) return;
  if (refusedUntil.size >= MOST_SKUS) refusedUntil.clear();
  const ms = SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS);
  refusedUntil.set(sku, performance.now() + ms);
}
