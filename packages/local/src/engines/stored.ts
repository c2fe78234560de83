import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../process/report.ts";

/** A file that each store has while it is complete, and what the store holds. */
const STORES = {
  dynoxide: { file: "dynoxide/dynamo.db", holds: "sessions and carts" },
  dynalite: { file: "dynalite/CURRENT", holds: "sessions and carts" },
  postgres: { file: "postgres/data/PG_VERSION", holds: "the catalogue, customers and orders" },
  stripe: { file: "stripe/journal.jsonl", holds: "payments and refunds" },
} as const;

export type Store = keyof typeof STORES;

/** The list of the stores that were prepared in this folder. Without it, an engine would replace a lost store by an empty one. */
const LIST = "stores.json";

/** Throws a UserError when a store that was prepared in this folder is missing or empty. */
export function checkStored(folder: string, store: Store): void {
  if (!storesOf(folder).includes(store)) return;
  const { file, holds } = STORES[store];
  if (sizeOf(path.join(folder, file)) > 0) return;
  throw new UserError(
    `${path.join(folder, file)} is missing or empty. It held ${holds}. Restore a copy of ${folder}, or delete all data in it: npm start -- --fresh`,
  );
}

/** Adds these stores to the list of prepared ones. */
export function recordStored(folder: string, stores: Store[]): void {
  const list = path.join(folder, LIST);
  const all = [...new Set([...storesOf(folder), ...stores])];
  writeFileSync(`${list}.new`, JSON.stringify(all));
  renameSync(`${list}.new`, list);
}

function storesOf(folder: string): string[] {
  try {
    const list = JSON.parse(readFileSync(path.join(folder, LIST), "utf8"));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
