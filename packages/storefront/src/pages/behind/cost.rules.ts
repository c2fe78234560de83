import type { StoreCall } from "../../state/calls.rules.ts";

/** Dollars per million in us-east-1, on demand, by the price lists of AWS (November 2026). A test compares them with `test/budgets`. */
export const PRICES = {
  edge: 1,
  firewall: 0.6,
  gateway: 1,
  /** Lambda's requests. Its time is counted apart. */
  function: 0.2,
  /** For each GB of memory and second, on arm64. */
  functionGbSecond: 13.3334,
  dynamodbRead: 0.125,
  dynamodbWrite: 0.625,
  dataApi: 0.35,
  sqs: 0.4,
  /** For each GB that the edge sends. */
  transferGb: 0.085,
};
/** The memory of the function Api. */
const GB = 1;

export interface Priced {
  isEdgeHit: boolean;
  shopMs: number | undefined;
  bytes: number | undefined;
  stores: Pick<StoreCall, "name">[];
}

/** What a part costs for a million requests like this one, in dollars. */
export interface Cost {
  /** CloudFront with its firewall, and the bytes that it sends. */
  edge: number;
  gateway: number;
  function: number;
  /** For each store call, in order. */
  stores: number[];
  total: number;
}

/**
 * What a million requests like this one cost. An estimate: one unit for each DynamoDB call, and no share of Aurora, which is
 * charged by the hour.
 */
export function costOf({ isEdgeHit, shopMs = 0, bytes = 0, stores }: Priced): Cost {
  const edge = PRICES.edge + PRICES.firewall + (bytes / 1e9) * PRICES.transferGb * 1e6;
  if (isEdgeHit) return { edge, gateway: 0, function: 0, stores: [], total: edge };
  const compute = PRICES.function + (shopMs / 1000) * GB * PRICES.functionGbSecond;
  const all = stores.map(({ name }) => priceOf(name));
  const total = edge + PRICES.gateway + compute + all.reduce((sum, one) => sum + one, 0);
  return { edge, gateway: PRICES.gateway, function: compute, stores: all, total };
}

function priceOf(name: string): number {
  if (name.startsWith("sqs.")) return PRICES.sqs;
  if (name.startsWith("data-api.")) return PRICES.dataApi;
  if (!name.startsWith("dynamodb.")) return 0;
  return /Put|Update|Delete|Write/.test(name) ? PRICES.dynamodbWrite : PRICES.dynamodbRead;
}
