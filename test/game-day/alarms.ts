import { all, type Graph } from "@myclothes/synth/graph";
import type { Filter, Metric, Metrics } from "./metrics.ts";

interface Query {
  id: string;
  expression?: string;
  returnData?: boolean;
  metric?: {
    namespace: string;
    metricName: string;
    stat: string;
    dimensions?: Record<string, string>;
    period?: number;
  };
}

const AGE = "ApproximateAgeOfOldestMessage";

/** An alarm as the stacks define it. */
export interface Alarm {
  namespace?: string;
  metricName?: string;
  statistic?: string;
  extendedStatistic?: string;
  dimensions?: Record<string, string>;
  metricQueries?: Query[];
  comparisonOperator: string;
  threshold?: number;
  period?: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  treatMissingData?: string;
}

export type Verdict =
  | { state: "starts"; value: number; minutes: number }
  | { state: "quiet"; value: number | undefined }
  /** The run wrote none of its metrics, or it uses more than this can calculate. */
  | { state: "not computable"; why: string };

/** The alarms of a stage by name, with dimensions as the run names them: a physical name becomes that of the resource. */
export function alarmsOf(graph: Graph): Map<string, Alarm> {
  const resource = (physical: string) => {
    const found = graph.resources.find(
      ({ type, name, inputs }) =>
        /^aws:(lambda|dynamodb|sqs|apigatewayv2)\/(function|table|queue|api):/.test(type) &&
        ([inputs.name, name, name.toLowerCase()].includes(physical) ||
          (typeof inputs.namePrefix === "string" && physical.startsWith(inputs.namePrefix))),
    );
    return found ? found.name.replace(/(Function|Table|Api)$/, "") : physical;
  };
  const logical = (dimensions: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [key, resource(value)]));
  const found = all<Alarm>(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map(
    ({ name, inputs }): [string, Alarm] => {
      const queries = inputs.metricQueries?.map((query) =>
        query.metric
          ? { ...query, metric: { ...query.metric, dimensions: logical(query.metric.dimensions) } }
          : query,
      );
      return [
        name.replace(/Alarm$/, ""),
        { ...inputs, dimensions: logical(inputs.dimensions), ...(queries && { metricQueries: queries }) },
      ];
    },
  );
  return new Map(found);
}

/** The filters that count lines of logs. */
export const filtersOf = (graph: Graph): Filter[] =>
  all<{ pattern: string; metricTransformation: { name: string; namespace: string } }>(
    graph,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  ).map(({ inputs: { pattern, metricTransformation } }) => ({ pattern, ...metricTransformation }));

/**
 * What an alarm says about a scene of `seconds`, if its conditions last: sums are those of a whole period. `measured` names the
 * namespaces and metrics that this run writes, also when they have no value.
 */
export function evaluate(
  alarm: Alarm,
  metrics: Metrics,
  seconds: number,
  measured: (metric: Metric) => boolean,
): Verdict {
  const scale = periodOf(alarm) / seconds;
  const values = new Map<string, number | undefined>();
  for (const { id, namespace, name, statistic, dimensions } of metricsOf(alarm)) {
    const known = metrics.of(namespace, name, dimensions);
    if (!known && !measured({ namespace, name, dimensions, values: [] }))
      return { state: "not computable", why: `the run writes no ${namespace} ${name}` };
    values.set(id, statisticOf(known?.values ?? [], statistic, scale));
  }
  const value = alarm.metricQueries ? calculate(alarm.metricQueries, values) : values.get("");
  if (value === "unknown") return { state: "not computable", why: "its expression is too complex for this" };
  if (value === undefined)
    return alarm.treatMissingData === "breaching"
      ? { state: "starts", value: Number.NaN, minutes: minutesOf(alarm) }
      : { state: "quiet", value };
  // The oldest message of a queue that nobody empties is a second older each second.
  if (alarm.metricName === AGE && alarm.threshold !== undefined && value >= seconds / 2)
    return { state: "starts", value, minutes: Math.ceil(alarm.threshold / 60) };
  if (alarm.threshold === undefined) return { state: "not computable", why: "its threshold is a forecast" };
  return breaches(value, alarm.comparisonOperator, alarm.threshold)
    ? { state: "starts", value, minutes: minutesOf(alarm) }
    : { state: "quiet", value };
}

/** In seconds. Queries have the period of their metrics. */
const periodOf = ({ period, metricQueries = [] }: Alarm): number =>
  period ?? metricQueries.find(({ metric }) => metric)?.metric?.period ?? 60;

const minutesOf = (alarm: Alarm): number =>
  ((alarm.datapointsToAlarm ?? alarm.evaluationPeriods) * periodOf(alarm)) / 60;

function metricsOf(alarm: Alarm) {
  const one = (
    { namespace = "", metricName = "", dimensions = {} }: Partial<Alarm>,
    id: string,
    statistic: string,
  ) => [{ id, namespace, name: metricName, dimensions, statistic }];
  if (!alarm.metricQueries) return one(alarm, "", alarm.extendedStatistic ?? alarm.statistic ?? "Sum");
  return alarm.metricQueries.flatMap(({ id, metric }) => (metric ? one(metric, id, metric.stat) : []));
}

/** Undefined: there is no value. A sum or a count is that of one period. */
export function statisticOf(values: number[], statistic: string, scale: number): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === "Sum") return sum * scale;
  if (statistic === "SampleCount") return values.length * scale;
  if (statistic === "Average") return sum / values.length;
  const sorted = values.toSorted((one, other) => one - other);
  const part =
    statistic === "Maximum" ? 1 : statistic === "Minimum" ? 0 : Number(statistic.replace(/^p/, "")) / 100;
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

/** The value of the query that the alarm watches. Only arithmetic with other queries, FILL and IF. */
function calculate(
  queries: Query[],
  values: Map<string, number | undefined>,
): number | undefined | "unknown" {
  const watched = queries.find(({ returnData }) => returnData) ?? queries.at(-1);
  if (!watched?.expression) return values.get(watched?.id ?? "");
  const names = [...values.keys()];
  const rest = watched.expression
    .replace(/\b(IF|FILL)\(/g, "(")
    .replace(/[a-z]\w*/gi, (id) => (values.has(id) ? "1" : id));
  if (!/^[\d\s.,+\-*/()<>=]+$/.test(rest)) return "unknown";
  const value: unknown = new Function("IF", "FILL", ...names, `return (${watched.expression})`)(
    (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    (given: number, other: number) => (Number.isNaN(given) ? other : given),
    ...names.map((name) => values.get(name) ?? Number.NaN),
  );
  // CloudWatch has no value for a division by zero.
  return Number.isFinite(value) ? Number(value) : undefined;
}

const breaches = (value: number, operator: string, threshold: number): boolean => {
  if (operator === "GreaterThanOrEqualToThreshold") return value >= threshold;
  if (operator === "GreaterThanThreshold") return value > threshold;
  if (operator === "LessThanThreshold") return value < threshold;
  if (operator === "LessThanOrEqualToThreshold") return value <= threshold;
  return false;
};
