/**
 * The DynamoDB tables, stated once: `stacks/` deploys them, `packages/local` creates them, the code reads them.
 * `key` and, where there is one, `sort` are strings; `ttl` is in epoch seconds, and DynamoDB removes by it what has expired.
 * It does so within days, so expiry is checked in code on every read.
 */
export const tables = {
  /** By whom they belong to, so that a customer's can be listed. */
  Sessions: { key: "owner", sort: "id", ttl: "expiresAt" },
  Carts: { key: "id", ttl: "expiresAt" },
  /** Tries at a password, counted for each account. */
  Attempts: { key: "id", ttl: "expiresAt" },
  /** What has been loaded of the catalogue, for all instances; see `cache/cache.ts`. */
  Cache: { key: "id", ttl: "expiresAt" },
} as const satisfies Record<string, { key: string; sort?: string; ttl: string }>;

export type TableName = keyof typeof tables;
