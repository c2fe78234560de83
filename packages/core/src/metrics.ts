import { links } from "./aws/links.ts";

/** What happened, and how often. `by` is a dimension with its value. Each value of it is a metric that costs money, so there must be few. */
export interface Metric {
  name: string;
  value?: number;
  by?: readonly [dimension: string, value: string];
}

/** What the domains count while they work: `ctx.counts.push("CacheHits")`. */
export type Count = "CacheHits" | "CacheTableHits" | "CacheMisses" | "PaymentsTaken";

/**
 * The members that make CloudWatch read metrics out of a log line, in its embedded metric format. Nothing is sent, so a metric costs
 * no call. A metric with a dimension is also counted without it.
 */
export function embedded(metrics: Metric[]): Record<string, unknown> {
  if (metrics.length === 0) return {};
  const { name, stage } = links.App;
  const directives = metrics.map((metric) => ({
    Namespace: `${name}-${stage}`,
    Dimensions: metric.by ? [[], [metric.by[0]]] : [[]],
    Metrics: [{ Name: metric.name, Unit: "Count" }],
  }));
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: directives },
    ...Object.fromEntries(metrics.flatMap(({ name, value = 1, by }) => [[name, value], ...(by ? [by] : [])])),
  };
}

/** One metric for each name. */
export const tally = (counts: Count[]): Metric[] =>
  [...new Set(counts)].map((name) => ({ name, value: counts.filter((one) => one === name).length }));
