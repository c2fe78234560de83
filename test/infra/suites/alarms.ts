import { all, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { configured, type Stages, stages } from "../graphs.ts";

interface Alarm {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  threshold: number;
  alarmDescription: string;
  alarmActions: string[];
  extendedStatistic?: string;
}
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
/** The type of the resource that a dimension names. */
const NAMED_BY: Record<string, string> = {
  FunctionName: "aws:lambda/function:Function",
  ApiId: "aws:apigatewayv2/api:Api",
  TableName: "aws:dynamodb/table:Table",
  QueueName: "aws:sqs/queue:Queue",
  DBClusterIdentifier: "aws:rds/cluster:Cluster",
};

describe.skipIf(!platform)("alarms", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  it("watch API, functions, queue and stores", () => {
    for (const stage of ["production", "staging"] as const) {
      const watched = all<Alarm>(graphs[stage], ALARM).map(
        ({ inputs }) => `${inputs.namespace} ${inputs.metricName}`,
      );
      expect(new Set(watched)).toEqual(
        new Set([
          "AWS/ApiGateway 4xx",
          "AWS/ApiGateway 5xx",
          "AWS/ApiGateway Latency",
          "AWS/Lambda Errors",
          "AWS/Lambda Throttles",
          "AWS/SQS ApproximateAgeOfOldestMessage",
          "AWS/SQS ApproximateNumberOfMessagesVisible",
          "AWS/RDS ACUUtilization",
          "AWS/DynamoDB ReadThrottleEvents",
          "AWS/DynamoDB WriteThrottleEvents",
          `myclothes PaymentDifferences-${stage}`,
        ]),
      );
    }
  });

  it("start at 90 % of Aurora's capacity, and use the p99 of latency", () => {
    const { production } = graphs;
    expect(one<Alarm>(production, ALARM, "DatabaseCapacityAlarm").inputs.threshold).toBe(90);
    expect(one<Alarm>(production, ALARM, "SlowAnswersAlarm").inputs.extendedStatistic).toBe("p99");
  });

  it("name an existing resource, say what to do, and notify the topic", () => {
    for (const stage of ["production", "staging"] as const) {
      const graph = graphs[stage];
      for (const { name, inputs } of all<Alarm>(graph, ALARM)) {
        for (const [dimension, value] of Object.entries(inputs.dimensions)) {
          const type = NAMED_BY[dimension] ?? "none";
          const names = all<Record<string, string>>(graph, type).map((one) => one.name);
          expect([name, dimension, names.some((one) => named(value, one))]).toEqual([name, dimension, true]);
        }
        expect([name, inputs.alarmDescription.length > 40]).toEqual([name, true]);
        expect(inputs.alarmActions).toEqual([expect.stringContaining(":sns:")]);
      }
    }
  });

  it("watch the function that they are named after", () => {
    for (const [name, of] of [
      ["ApiErrorsAlarm", "ApiFunction"],
      ["ApiThrottlesAlarm", "ApiFunction"],
      ["OrdersErrorsAlarm", "OrdersFunction"],
      ["OrdersThrottlesAlarm", "OrdersFunction"],
      ["AdminErrorsAlarm", "AdminFunction"],
      ["AdminThrottlesAlarm", "AdminFunction"],
      ["SweepErrorsAlarm", "SweepFunction"],
      ["WorkerErrorsAlarm", "WorkerFunction"],
    ] as const) {
      expect(one<Alarm>(graphs.production, ALARM, name).inputs.dimensions.FunctionName).toContain(of);
    }
  });

  it("watch the first event in the dead-letter queue, and the oldest in the queue", () => {
    const { production } = graphs;
    const dead = one<Alarm>(production, ALARM, "DeadEventsAlarm").inputs;
    expect([dead.threshold, dead.dimensions.QueueName]).toEqual([1, expect.stringContaining("DeadEvents")]);
    const late = one<Alarm>(production, ALARM, "LateEventsAlarm").inputs.dimensions.QueueName;
    expect(late).toMatch(/Events/);
    expect(late).not.toContain("DeadEvents");
    const calls = one<Alarm>(production, ALARM, "DeadLettersAlarm").inputs.dimensions.QueueName;
    expect(calls).toContain("DeadLetters");
  });

  it("are all on the dashboard", () => {
    const { dashboardBody } = one<{ dashboardBody: string }>(
      graphs.production,
      "aws:cloudwatch/dashboard:Dashboard",
    ).inputs;
    expect(JSON.parse(dashboardBody).widgets).toHaveLength(all(graphs.production, ALARM).length);
  });

  it("are sent to the address in ALARM_EMAIL", async () => {
    const graph = await configured();
    expect(one(graph, "aws:sns/topicSubscription:TopicSubscription").inputs).toMatchObject({
      protocol: "email",
      endpoint: "ops@example.com",
    });
  });

  it("do not exist in a developer's stage, and cost nothing there", () => {
    for (const stage of ["alice", "dev"] as const) {
      expect(
        graphs[stage].resources.filter(
          ({ type }) => type.startsWith("aws:cloudwatch/") && !type.includes("logGroup"),
        ),
      ).toEqual([]);
    }
  });
});

/** Whether a physical name from the mocks belongs to the resource of this logical name. */
const named = (physical: string, logical: string): boolean =>
  physical.toLowerCase().includes(logical.toLowerCase()) ||
  (logical === "GatewayApi" && /^[0-9a-f]+$/.test(physical));
