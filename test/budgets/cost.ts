import type { Metered } from "./meter.ts";
import prices from "./prices.json" with { type: "json" };

/** The requests of one shopper who orders, by route. */
export const journey: Record<string, number> = {
  listProducts: 20,
  getProduct: 15,
  listCategories: 5,
  addItem: 3,
  getCart: 4,
  setItem: 1,
  listShippingOptions: 1,
  // With the address, and with another shipping option.
  quoteCart: 2,
  placeOrder: 1,
  getOrder: 1,
};

/** Public reads. The edge answers most of them. */
const EDGE = ["listProducts", "getProduct", "listCategories"];

export interface Item {
  what: string;
  count: number;
  /** In dollars. */
  cost: number;
}

/**
 * The cost of `orders` orders with their browsing, from the measured consumption of each route, without Aurora's capacity. What
 * Worker does about them is in `merchant.cost.ts`.
 */
export function costOf(orders: number, measured: Record<string, Metered>): Item[] {
  const { lambdaSeconds, lambdaGb, servedByEdge } = prices.assumed;
  const sum = { requests: 0, reached: 0, reads: 0, writes: 0, aurora: 0, sqs: 0, bytes: 0 };
  for (const [id, times] of Object.entries(journey)) {
    const one = measured[id];
    if (!one) throw new Error(`${id} was not measured.`);
    const reached = times * (EDGE.includes(id) ? 1 - servedByEdge : 1);
    sum.requests += times * orders;
    sum.bytes += times * one.bytes * orders;
    sum.reached += reached * orders;
    sum.reads += reached * one.reads * orders;
    sum.writes += reached * one.writes * orders;
    sum.aurora += reached * one.aurora * orders;
    sum.sqs += reached * one.sqs * orders;
  }
  const { million } = prices;
  const item = (what: string, count: number, { price }: { price: number }) => ({
    what,
    count,
    cost: (count / 1e6) * price,
  });
  const gigabytes = sum.bytes / 1e9;
  return [
    item("CloudFront, requests", sum.requests, million.cloudfrontRequests),
    { what: "CloudFront, GB", count: gigabytes, cost: gigabytes * prices.cloudfrontGb.price },
    item("Firewall, requests", sum.requests, million.firewallRequests),
    item("API Gateway, requests", sum.reached, million.gatewayRequests),
    item("Lambda, requests", sum.reached, million.lambdaRequests),
    item("Lambda, GB-seconds", sum.reached * lambdaSeconds * lambdaGb, million.lambdaGbSeconds),
    item("DynamoDB, read units", sum.reads, million.dynamodbReads),
    item("DynamoDB, write units", sum.writes, million.dynamodbWrites),
    item("Data API, requests", sum.aurora, million.dataApiRequests),
    item("SQS, requests", sum.sqs, million.sqsRequests),
  ];
}
