import { adminBudgets, type Calls, workerBudgets } from "./admin.ts";
import type { Item } from "./cost.ts";
import prices from "./prices.json" with { type: "json" };

/** What the merchant's people do about one order. */
export const work: Record<string, number> = {
  getOrder: 2,
  recordPayment: 1,
  shipOrder: 1,
  deliverFulfillment: 1,
};

/** The events of one order. Worker handles each of them. */
export const events: Record<string, number> = {
  "order.placed": 1,
  "order.paid": 1,
  "order.shipped": 1,
  "order.delivered": 1,
};

/** Each message is received and deleted by requests of its own. Several at once share requests. */
const SQS_REQUESTS = 2;
/** A message about an upload comes from S3. It is received and deleted. */
const S3_MESSAGE = 1 + SQS_REQUESTS;
/** The merchant's own PUT of an upload. */
const UPLOAD = 1;
/** What an endpoint of a webhook takes to answer, and the size of what it gets. */
const ENDPOINT_SECONDS = 0.3;
const DELIVERY_BYTES = 2_000;

const WORKER_GB = 1.769;
const ADMIN_GB = 0.5;
/** The time of each call, and the processor time of the eight copies of a JPEG with 12 megapixels and noise, as measured. */
const { callSeconds, imageSeconds } = prices.assumed;

/** The calls of these operations, each so many times. */
function sum(times: Record<string, number>, budgets: Record<string, Calls>): Calls {
  const all: Calls = {};
  for (const [id, count] of Object.entries(times)) {
    const calls = budgets[id];
    if (!calls) throw new Error(`${id} has no budget.`);
    for (const [store, calls_] of Object.entries(calls)) all[store] = (all[store] ?? 0) + count * calls_;
  }
  return all;
}

const secondsOf = (calls: Calls): number =>
  Object.entries(calls).reduce(
    (all, [store, count]) => all + count * (callSeconds[store as keyof typeof callSeconds] ?? 0),
    0,
  );

const countOf = (times: Record<string, number>): number =>
  Object.values(times).reduce((all, one) => all + one, 0);

const { million } = prices;
const item = (what: string, count: number, { price }: { price: number }): Item => ({
  what,
  count,
  cost: (count / 1e6) * price,
});

/** The merchant's side of `orders` orders: requests to Admin, events, and mails, without Aurora's capacity. */
export function costOfOrders(orders: number): Item[] {
  const [admin, worker] = [sum(work, adminBudgets), sum(events, workerBudgets)];
  const [requests, handled] = [orders * countOf(work), orders * countOf(events)];
  const gbSeconds = orders * (secondsOf(admin) * ADMIN_GB + secondsOf(worker) * WORKER_GB);
  const calls = (store: string) => orders * ((admin[store] ?? 0) + (worker[store] ?? 0));
  return [
    item("CloudFront and firewall, requests", requests, {
      price: million.cloudfrontRequests.price + million.firewallRequests.price,
    }),
    item("API Gateway, requests", requests, million.gatewayRequests),
    item("Lambda, calls of Admin and Worker", requests + handled, million.lambdaRequests),
    item("Lambda, GB-seconds", gbSeconds, million.lambdaGbSeconds),
    // Carts of a few KB: a read of one unit, a write of two.
    item("DynamoDB, write units", calls("dynamodb"), million.dynamodbWrites),
    item("Data API, requests", calls("data-api"), million.dataApiRequests),
    item("SQS, requests", calls("sqs") + handled * SQS_REQUESTS, million.sqsRequests),
    item("SES, mails", calls("ses"), million.sesMails),
  ];
}

/** `images` uploaded images with their copies. */
export function costOfImages(images: number): Item[] {
  const calls = workerBudgets["an image"] ?? {};
  const seconds = imageSeconds + secondsOf(calls);
  return [
    item("Lambda, GB-seconds", images * seconds * WORKER_GB, million.lambdaGbSeconds),
    item("S3, PUT", images * (UPLOAD + (calls["s3.PutObject"] ?? 0)), million.s3Puts),
    item("S3, other requests", images * (calls.s3 ?? 0), million.s3Gets),
    item("Data API, requests", images * (calls["data-api"] ?? 0), million.dataApiRequests),
    item("SQS, requests", images * S3_MESSAGE, million.sqsRequests),
  ];
}

/** `deliveries` first attempts of webhooks, beyond what their events cost anyway. */
export function costOfWebhooks(deliveries: number): Item[] {
  const without = workerBudgets["order.paid"] ?? {};
  const more = sum({ "order.paid, with a webhook": 1 }, workerBudgets);
  const calls = (more["data-api"] ?? 0) - (without["data-api"] ?? 0);
  const seconds = ENDPOINT_SECONDS + secondsOf({ "data-api": calls });
  const gigabytes = (deliveries * DELIVERY_BYTES) / 1e9;
  return [
    item("Lambda, GB-seconds", deliveries * seconds * WORKER_GB, million.lambdaGbSeconds),
    item("Data API, requests", deliveries * calls, million.dataApiRequests),
    { what: "data to the internet, GB", count: gigabytes, cost: gigabytes * prices.transferGb.price },
  ];
}
