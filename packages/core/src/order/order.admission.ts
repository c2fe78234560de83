/**
 * During a rush, most orders of a popular product are refused. The database refuses them within milliseconds, but it plans the whole
 * statement before that, and hundreds a second would take its time from the orders that are admitted. So an instance that had a refusal
 * refuses further orders of the product itself for a moment, and asks whether there is room before it sends the next orders.
 */
const SHORTEST_MS = 50;
const LONGEST_MS = 150;
/** How long it asks first, after a refusal. */
const RUSH_MS = 10_000;
const MOST_SKUS = 100;

/** What one instance knows about rushes. */
export function createAdmission() {
  /** By SKU, on the clock of `performance.now()`. */
  const refusals = new Map<string, { pausedUntil: number; rushUntil: number }>();
  const isBefore = (skus: string[], end: "pausedUntil" | "rushUntil"): boolean =>
    skus.some((sku) => performance.now() < (refusals.get(sku)?.[end] ?? 0));

  return {
    /** Whether the database has refused an order of one of these SKUs a moment ago. */
    isPaused: (skus: string[]): boolean => isBefore(skus, "pausedUntil"),
    /** Whether the database has refused an order of one of these SKUs lately, so that the next order is probably refused, too. */
    isRush: (skus: string[]): boolean => isBefore(skus, "rushUntil"),
    /** Records a refusal by the database. Of several SKUs, nobody knows which one is popular. */
    recordRefusal([sku, ...others]: string[]): void {
      if (sku === undefined || others.length > 0) return;
      if (refusals.size >= MOST_SKUS) refusals.clear();
      const now = performance.now();
      const pausedUntil = now + SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS);
      refusals.set(sku, { pausedUntil, rushUntil: now + RUSH_MS });
    },
  };
}
