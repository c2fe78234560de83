/**
 * us-east-1, on demand, in USD, looked up on 2026-11-29. Prices change: check them before you use the result.
 * DynamoDB: aws.amazon.com/dynamodb/pricing/on-demand. ElastiCache: aws.amazon.com/elasticache/pricing, where a node with Valkey costs
 * 20 % less than one with Redis OSS (0.032).
 */
const PRICES = {
  /** A million write units of 1 KB, and read units of 4 KB. */
  dynamoWrites: 0.625,
  dynamoReads: 0.125,
  dynamoGbMonth: 0.25,
  /** An hour of cache.t4g.small (1.37 GB) with Valkey. This node's own price was not found in a public text. */
  valkeyNode: 0.0256,
};

/** What a cart does in its month. The average cart has 3 lines. */
export const HABITS = { carts: 1_000_000, writes: 4, reads: 20, itemKb: 1, lifeDays: 14 };

const HOURS = 730;

/** The store's cost of a month, in USD, by system. Cookies have no store, but travel with every request. */
export function storeCost(system: string): number | undefined {
  const { carts, writes, reads, itemKb, lifeDays } = HABITS;
  const storedGb = ((carts * itemKb) / 2 ** 20) * (lifeDays / 30);
  switch (system) {
    case "dynamo":
      // A write reads first, strongly: one read unit up to 4 KB.
      return (
        (carts / 1e6) * (writes * PRICES.dynamoWrites + (reads + writes) * PRICES.dynamoReads) +
        storedGb * PRICES.dynamoGbMonth
      );
    case "valkey":
    case "valkey-aof":
      return HOURS * PRICES.valkeyNode;
    case "valkey-replica":
    case "valkey-wait":
      return 2 * HOURS * PRICES.valkeyNode;
    default:
      return undefined;
  }
}
