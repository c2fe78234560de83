/**
 * The DynamoDB tables. `stacks/` deploys them, `packages/local` creates them, the code reads them. `key` and `sort` name string
 * attributes. `ttl` names an attribute in epoch seconds. DynamoDB deletes expired items within days, so the code checks expiry on
 * every read. `optional`: requests can do without the items. They are read eventually consistently, which costs half.
 */
export const tables = {
  /** Keyed by owner, so that a customer's sessions can be listed. */
  Sessions: { key: "owner", sort: "id", ttl: "expiresAt" },
  Carts: { key: "id", ttl: "expiresAt" },
  /** Counts of sign-in attempts. */
  Attempts: { key: "id", ttl: "expiresAt" },
  /** Parts of the catalogue that an instance has loaded, for all instances: see `cache/cache.ts`. */
  Cache: { key: "id", ttl: "expiresAt", optional: true },
} as const satisfies Record<string, { key: string; sort?: string; ttl: string; optional?: true }>;

export type TableName = keyof typeof tables;
