import type { Graph } from "@myclothes/synth/graph";
import { describe, expect, it } from "vitest";
import { type Alarm, alarmsOf, evaluate, statisticOf } from "./alarms.ts";
import { createMetrics, matches, readLine } from "./metrics.ts";

const alarm = (changes: Partial<Alarm> = {}): Alarm => ({
  namespace: "AWS/Lambda",
  metricName: "Errors",
  statistic: "Sum",
  dimensions: { FunctionName: "Api" },
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 10,
  period: 60,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
  ...changes,
});
const withErrors = (count: number) => {
  const metrics = createMetrics();
  for (let i = 0; i < count; i++) metrics.add("AWS/Lambda", "Errors", { FunctionName: "Api" }, 1);
  return metrics;
};
const everything = () => true;
const nothing = () => false;

describe("an alarm", () => {
  it("starts at its threshold, and its sum is that of a whole period", () => {
    expect(evaluate(alarm(), withErrors(5), 30, nothing)).toEqual({ state: "starts", value: 10, minutes: 1 });
    expect(evaluate(alarm(), withErrors(4), 30, nothing)).toEqual({ state: "quiet", value: 8 });
    const above = alarm({ comparisonOperator: "GreaterThanThreshold" });
    expect(evaluate(above, withErrors(10), 60, nothing).state).toBe("quiet");
  });

  it("of several periods starts after as many minutes", () => {
    const slow = alarm({ evaluationPeriods: 5, datapointsToAlarm: 3 });
    expect(evaluate(slow, withErrors(10), 60, nothing)).toMatchObject({ state: "starts", minutes: 3 });
  });

  it("about the absence of data starts without data", () => {
    expect(evaluate(alarm(), createMetrics(), 60, everything)).toEqual({ state: "quiet", value: undefined });
    const absent = alarm({ treatMissingData: "breaching", comparisonOperator: "LessThanThreshold" });
    expect(evaluate(absent, createMetrics(), 60, everything).state).toBe("starts");
  });

  it("on the age of a queue that nobody empties starts when its threshold has passed", () => {
    const age = {
      namespace: "AWS/SQS",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: "Events" },
    };
    const late = alarm({ ...age, statistic: "Maximum", threshold: 900 });
    const metrics = createMetrics();
    metrics.add("AWS/SQS", age.metricName, age.dimensions, 0, 4);
    expect(evaluate(late, metrics, 20, nothing)).toEqual({ state: "quiet", value: 4 });
    metrics.add("AWS/SQS", age.metricName, age.dimensions, 18);
    expect(evaluate(late, metrics, 20, nothing)).toEqual({ state: "starts", value: 18, minutes: 15 });
  });

  it("whose metrics the run does not write is not computable", () => {
    expect(evaluate(alarm(), createMetrics(), 60, nothing).state).toBe("not computable");
    const other = alarm({ dimensions: { FunctionName: "Worker" } });
    expect(evaluate(other, withErrors(99), 60, nothing).state).toBe("not computable");
  });

  it("on a ratio divides two metrics, and has no value without requests", () => {
    const metric = (metricName: string) => ({
      namespace: "AWS/Lambda",
      metricName,
      stat: "Sum",
      dimensions: { FunctionName: "Api" },
    });
    const ratio = (expression: string) =>
      alarm({
        threshold: 5,
        metricQueries: [
          { id: "errors", metric: metric("Errors") },
          { id: "all", metric: metric("Invocations") },
          { id: "ratio", expression, returnData: true },
        ],
      });
    const metrics = withErrors(3);
    expect(evaluate(ratio("100 * errors / all"), metrics, 60, everything)).toMatchObject({ state: "quiet" });
    metrics.add("AWS/Lambda", "Invocations", { FunctionName: "Api" }, ...Array(50).fill(1));
    expect(evaluate(ratio("100 * errors / all"), metrics, 60, everything)).toMatchObject({
      state: "starts",
      value: 6,
    });
    expect(evaluate(ratio("100 * FILL(errors, 0) / all"), metrics, 60, everything)).toMatchObject({
      value: 6,
    });
    expect(evaluate(ratio("IF(all > 1000, errors, 0)"), metrics, 60, everything)).toEqual({
      state: "quiet",
      value: 0,
    });
    expect(evaluate(ratio("ANOMALY_DETECTION_BAND(all, 2)"), metrics, 60, everything).state).toBe(
      "not computable",
    );
  });
});

it.each([
  ["p99", 99],
  ["p50", 50],
  ["Maximum", 100],
  ["Minimum", 1],
  ["Average", 50.5],
  ["Sum", 10_100],
  ["SampleCount", 200],
])("calculates %s", (statistic, expected) => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1);
  expect(statisticOf(values, statistic, 2)).toBe(expected);
});

describe("a line of a log", () => {
  const pattern = '{ $.message.text = "payment differs" || $.message.text = "refund failed" }';
  const filters = [{ namespace: "myclothes", name: "PaymentDifferences-production", pattern }];

  it("is counted by the filter that it fits", () => {
    const metrics = createMetrics();
    for (const text of ["refund failed", "payment differs", "something else"])
      readLine(JSON.stringify({ level: "ERROR", message: { text } }), filters, metrics);
    expect(metrics.all).toMatchObject([
      { namespace: "myclothes", name: "PaymentDifferences-production", values: [1, 1] },
    ]);
    readLine("no JSON", filters, metrics);
    expect(matches({ message: { text: "x" } }, "[w1, w2]")).toBe(false);
  });

  it("in the embedded metric format is a metric, at the top or in the message", () => {
    const emf = {
      _aws: {
        CloudWatchMetrics: [
          { Namespace: "Shop", Dimensions: [["route"], []], Metrics: [{ Name: "orders" }] },
        ],
      },
      route: "POST /v1/orders",
      orders: 2,
    };
    const metrics = createMetrics();
    readLine(JSON.stringify(emf), [], metrics);
    readLine(JSON.stringify({ level: "INFO", message: { ...emf, orders: [3, 4] } }), [], metrics);
    expect(metrics.of("Shop", "orders", { route: "POST /v1/orders" })?.values).toEqual([2, 3, 4]);
    expect(metrics.of("Shop", "orders", {})?.values).toEqual([2, 3, 4]);
  });
});

it("names the dimensions of the stacks' alarms as the run does", () => {
  const resource = (type: string, name: string, inputs: object) => ({ type, name, inputs });
  const resources = [
    resource("aws:lambda/function:Function", "ApiFunction", { name: "production-ApiFunction-abc" }),
    resource("aws:sqs/queue:Queue", "DeadEvents", { namePrefix: "shop-production-DeadEvents-" }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "ApiErrorsAlarm", {
      dimensions: { FunctionName: "production-ApiFunction-abc" },
    }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "DeadAlarm", {
      dimensions: { QueueName: "shop-production-DeadEvents-20260101" },
    }),
  ];
  const alarms = alarmsOf({ resources } as unknown as Graph);
  expect(alarms.get("ApiErrors")?.dimensions).toEqual({ FunctionName: "Api" });
  expect(alarms.get("Dead")?.dimensions).toEqual({ QueueName: "DeadEvents" });
});
