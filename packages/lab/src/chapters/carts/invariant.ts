import type { Line } from "../../shop/cart.ts";

export type Lines = Record<string, Line>;

/** What a shopper has been told: the quantities of all writes that were answered. */
export type Ledger = Map<string, number>;

export type Verdict = "right" | "lost" | "wrong";

/**
 * The invariant: a cart contains every write that was answered, each once, and nothing else. `lost`: something is missing.
 * `wrong`: something is there that the shopper has not added.
 */
export function judge(ledger: Ledger, lines: Lines): Verdict {
  const skus = new Set([...ledger.keys(), ...Object.keys(lines)]);
  const differences = [...skus].map((sku) => (lines[sku]?.quantity ?? 0) - (ledger.get(sku) ?? 0));
  if (differences.some((difference) => difference < 0)) return "lost";
  return differences.some((difference) => difference > 0) ? "wrong" : "right";
}
