import { api } from "./api.ts";
import { type Metric, NAMESPACE, ofApi, ofFunction, ofQueue, ofShop, ofTable } from "./metrics.ts";
import { named } from "./names.ts";
import { orders } from "./orders.ts";
import { deadEvents, events } from "./queue.ts";
import { attempts, cache, carts, cluster, sessions } from "./storage.ts";

const ofDatabase = (metric: string): Metric => ({
  namespace: "AWS/RDS",
  metric,
  statistic: "Average",
  dimensions: { DBClusterIdentifier: cluster.clusterIdentifier },
});
export const capacity = ofDatabase("ACUUtilization");

type Line = unknown[];

const line = ({ namespace, metric, statistic, dimensions }: Metric, options: object = {}): Line => [
  namespace,
  metric,
  ...Object.entries(dimensions).flat(),
  { stat: statistic, ...options },
];
const value = (expression: string, label: string, options: object = {}): Line => [
  { expression, label, ...options },
];
/** A line for each value of a dimension, whatever values there are. */
const each = (metric: string, dimension: string): Line =>
  value(`SEARCH('{${NAMESPACE},${dimension}} MetricName="${metric}"', 'Sum')`, "");

interface Graph {
  title: string;
  lines: Line[];
  /** In seconds. */
  period?: number;
  view?: "timeSeries" | "singleValue";
  stacked?: boolean;
  region?: string;
}

const placed = ofShop("Orders", { Outcome: "placed" });
const hidden = (id: string) => ({ id, visible: false });

/** What the shop sells and how it feels, in the last hour. */
const numbers: Graph[] = [
  { title: "Orders placed", lines: [line(placed)] },
  { title: "Payments taken", lines: [line(ofShop("PaymentsTaken"))] },
  {
    title: "Orders refused",
    lines: [
      line(ofShop("Orders"), hidden("all")),
      line(placed, hidden("placed")),
      value("FILL(all, 0) - FILL(placed, 0)", "refused or repeated"),
    ],
  },
  { title: "Sign-ins", lines: [line(ofShop("SignIns", { Outcome: "signed_in" }))] },
  {
    title: "Server errors, %",
    lines: [
      line(ofApi("5xx"), hidden("errors")),
      line(ofApi("Count"), hidden("requests")),
      value("100 * FILL(errors, 0) / requests", "5xx"),
    ],
  },
  { title: "Slowest 1 %, ms", lines: [line(ofApi("Latency", "p99"))] },
].map((graph) => ({ ...graph, view: "singleValue", period: 3600 }));

/** Where the trouble is, from the shopper inward. */
const graphs: Graph[] = [
  {
    title: "Orders an hour, and what is usual at this hour of the week",
    period: 3600,
    lines: [line(placed, { id: "orders" }), value("ANOMALY_DETECTION_BAND(orders, 3)", "usual")],
  },
  { title: "Orders by outcome", lines: [each("Orders", "Outcome")], stacked: true },
  { title: "Sign-ins by outcome", lines: [each("SignIns", "Outcome")], stacked: true },
  {
    title: "Requests that reach the shop, by class",
    lines: [line(ofApi("Count")), line(ofApi("4xx")), line(ofApi("5xx"))],
  },
  {
    title: "Time to answer, ms",
    lines: ["p50", "p90", "p99"].map((percentile) => line(ofApi("Latency", percentile))),
  },
  {
    title: "Api and Orders: concurrent executions and throttles",
    lines: [api, orders].flatMap((of) => [
      line(ofFunction("ConcurrentExecutions", of, "Maximum")),
      line(ofFunction("Throttles", of)),
    ]),
  },
  { title: "Aurora: capacity in use, %", lines: [line(capacity)] },
  { title: "Aurora: sessions", lines: [line(ofDatabase("DatabaseConnections"))] },
  {
    title: "Throttled reads and writes of DynamoDB",
    lines: [sessions, carts, attempts, cache].flatMap((table) =>
      ["ReadThrottleEvents", "WriteThrottleEvents"].map((metric) => line(ofTable(metric, table))),
    ),
  },
  {
    title: "Age of the oldest event, s; dead letters",
    lines: [
      line(ofQueue("ApproximateAgeOfOldestMessage", events)),
      line(ofQueue("ApproximateNumberOfMessagesVisible", deadEvents), { yAxis: "right" }),
    ],
  },
  {
    title: "Products from memory, from the table, from Aurora",
    lines: ["CacheHits", "CacheTableHits", "CacheMisses"].map((metric) => line(ofShop(metric))),
    stacked: true,
  },
  {
    title: "Requests that the firewall blocked",
    region: "us-east-1",
    lines: [
      value(
        `SEARCH('{AWS/WAFV2,Rule,WebACL} MetricName="BlockedRequests" WebACL="${named("Firewall")}"', 'Sum')`,
        "",
      ),
    ],
    stacked: true,
  },
];

/** From the top: are there alarms, what does the shop sell, and where is the trouble. */
export function createDashboard(alarms: aws.cloudwatch.MetricAlarm[]): void {
  const status = {
    type: "alarm",
    ...{ x: 0, y: 0, width: 24, height: 4 },
    properties: { title: "Alarms: all green means nothing to do", alarms: alarms.map(({ arn }) => arn) },
  };
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify({
      widgets: [
        status,
        ...numbers.map((graph, i) => widget(graph, { x: i * 4, y: 4, width: 4, height: 3 })),
        ...graphs.map((graph, i) =>
          widget(graph, { x: (i % 3) * 8, y: 7 + Math.floor(i / 3) * 6, width: 8, height: 6 }),
        ),
      ],
    }),
  });
}

function widget({ title, lines, period = 60, view = "timeSeries", stacked, region }: Graph, place: object) {
  return {
    type: "metric",
    ...place,
    properties: {
      title,
      region: region ?? aws.getRegionOutput().region,
      period,
      view,
      stacked: stacked ?? false,
      metrics: lines,
    },
  };
}
