/**
 * The DynamoDB tables, stated once: `stacks/` deploys them, `packages/local` creates them, the code reads them.
 * Each has one string key and an epoch-seconds attribute by which DynamoDB removes what has expired.
 * TTL deletes within days, so expiry is checked in code on every read.
 */
export const tables = {
  Sessions: { key: "id", ttl: "expiresAt" },
  Carts: { key: "id", ttl: "expiresAt" },
} as const;

export type TableName = keyof typeof tables;
