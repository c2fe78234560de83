import type { Metered } from "./meter.ts";
import prices from "./prices.json" with { type: "json" };

/** What one shopper does who orders: how often each route is asked for. */
export const journey: Record<string, number> = {
  listProducts: 20,
  getProduct: 15,
  listCategories: 5,
  addItem: 3,
  getCart: 4,
  setItem: 1,
  listShippingOptions: 1,
  placeOrder: 1,
  getOrder: 1,
};

/** Public reads, most of which the edge answers. */
const EDGE = ["listProducts", "getProduct", "listCategories"];

export interface Item {
  what: string;
  count: number;
  /** In dollars. */
  cost: number;
}

/** What so many orders cost, with their browsing, by what each route was measured to consume. Aurora's capacity is not in it. */
export function costOf(orders: number, measured: Record<string, Metered>): Item[] {
  const { lambdaSeconds, lambdaGb, servedByEdge } = prices.assumed;
  const sum = { requests: 0, asked: 0, reads: 0, writes: 0, aurora: 0, bytes: 0 };
  for (const [id, times] of Object.entries(journey)) {
    const one = measured[id];
    if (!one) throw new Error(`${id} was not measured.`);
    const asked = times * (EDGE.includes(id) ? 1 - servedByEdge : 1);
    sum.requests += times * orders;
    sum.bytes += times * one.bytes * orders;
    sum.asked += asked * orders;
    sum.reads += asked * one.reads * orders;
    sum.writes += asked * one.writes * orders;
    sum.aurora += asked * one.aurora * orders;
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
    item("API Gateway, requests", sum.asked, million.gatewayRequests),
    item("Lambda, requests", sum.asked, million.lambdaRequests),
    item("Lambda, GB-seconds", sum.asked * lambdaSeconds * lambdaGb, million.lambdaGbSeconds),
    item("DynamoDB, read units", sum.reads, million.dynamodbReads),
    item("DynamoDB, write units", sum.writes, million.dynamodbWrites),
    item("Data API, requests", sum.aurora, million.dataApiRequests),
  ];
}
