import { all, type Graph, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { alarmsOf } from "../../game-day/alarms.ts";
import { platform } from "../../support/platform.ts";
import { configured, type Stages, stages } from "../graphs.ts";

interface Metric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}
interface Alarm extends Partial<Metric> {
  metricQueries?: { id: string; expression?: string; returnData?: boolean; metric?: Metric }[];
  threshold: number;
  thresholdMetricId?: string;
  comparisonOperator: string;
  treatMissingData: string;
  alarmDescription: string;
  alarmActions: string[];
  extendedStatistic?: string;
}
/** The metrics of an alarm, one or several. */
const metricsOf = ({ namespace, metricName, dimensions, metricQueries }: Alarm): Metric[] =>
  namespace && metricName && dimensions
    ? [{ namespace, metricName, dimensions }]
    : (metricQueries ?? []).flatMap(({ metric }) => metric ?? []);

/** The value of an alarm's expression, calculated as CloudWatch does. A metric without data is NaN. */
function calculated({ metricQueries = [] }: Alarm, values: Record<string, number>): number {
  const expression = metricQueries.find(({ id }) => id === "value")?.expression ?? "";
  const names = metricQueries.flatMap(({ id, metric }) => (metric ? [id] : []));
  const calculate = new Function("IF", "FILL", ...names, `return ${expression}`);
  return calculate(
    (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    (value: number, other: number) => (Number.isNaN(value) ? other : value),
    ...names.map((name) => values[name] ?? Number.NaN),
  );
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
      const watched = all<Alarm>(graphs[stage], ALARM).flatMap(({ inputs }) =>
        metricsOf(inputs).map(({ namespace, metricName }) => `${namespace} ${metricName}`),
      );
      expect(new Set(watched)).toEqual(
        new Set([
          "AWS/ApiGateway 4xx",
          "AWS/ApiGateway 5xx",
          "AWS/ApiGateway Count",
          "AWS/ApiGateway Latency",
          "AWS/Lambda Errors",
          "AWS/Lambda Throttles",
          "AWS/SQS ApproximateAgeOfOldestMessage",
          "AWS/SQS ApproximateNumberOfMessagesVisible",
          "AWS/RDS ACUUtilization",
          "AWS/DynamoDB ReadThrottleEvents",
          "AWS/DynamoDB WriteThrottleEvents",
          `myclothes PaymentDifferences-${stage}`,
          `myclothes-${stage} EdgeBypassed`,
          `myclothes-${stage} Orders`,
          `myclothes-${stage} Runs`,
          `myclothes-${stage} SignIns`,
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
        const dimensions = metricsOf(inputs).flatMap((metric) => Object.entries(metric.dimensions));
        // Our own metrics have other dimensions, which the next tests name.
        for (const [dimension, value] of dimensions.filter(([key]) => !["Outcome", "Job"].includes(key))) {
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
      expect(one<Alarm>(graphs.production, ALARM, name).inputs.dimensions?.FunctionName).toContain(of);
    }
  });

  it("watch the first event in the dead-letter queue, and the oldest in the queue", () => {
    const { production } = graphs;
    const dead = one<Alarm>(production, ALARM, "DeadEventsAlarm").inputs;
    expect([dead.threshold, dead.dimensions?.QueueName]).toEqual([1, expect.stringContaining("DeadEvents")]);
    const late = one<Alarm>(production, ALARM, "LateEventsAlarm").inputs.dimensions?.QueueName;
    expect(late).toMatch(/Events/);
    expect(late).not.toContain("DeadEvents");
    const calls = one<Alarm>(production, ALARM, "DeadLettersAlarm").inputs.dimensions?.QueueName;
    expect(calls).toContain("DeadLetters");
    // The game day measures them by these names.
    const named = alarmsOf(production);
    const queues = ["DeadEvents", "LateEvents"].map((name) => named.get(name)?.dimensions?.QueueName);
    expect(queues).toEqual(["DeadEvents", "Events"]);
  });

  describe("on ratios", () => {
    const starts = (name: string, values: Record<string, number>): boolean => {
      const { inputs } = one<Alarm>(graphs.production, ALARM, `${name}Alarm`);
      expect([name, inputs.comparisonOperator]).toEqual([name, "GreaterThanOrEqualToThreshold"]);
      return calculated(inputs, values) >= inputs.threshold;
    };

    it.each<[string, Record<string, number>, boolean]>([
      ["ServerErrors", { errors: 0, requests: 4 }, false],
      // A quiet shop: half of its requests fail, but that may be one client.
      ["ServerErrors", { errors: 2, requests: 4 }, false],
      ["ServerErrors", { errors: 6, requests: 100 }, true],
      ["ServerErrors", { errors: 100, requests: 10_000 }, false],
      ["EdgeRefused", { requests: 1_000 }, false],
      ["EdgeRefused", { bypassed: 30, requests: 1_000 }, false],
      ["EdgeRefused", { bypassed: 6, requests: 6 }, true],
      ["Refusals", { refused: 50, requests: 50 }, false],
      ["Refusals", { refused: 700, requests: 1_000 }, true],
      ["OrdersRefused", {}, false],
      ["OrdersRefused", { all: 3 }, false],
      ["OrdersRefused", { all: 100, placed: 90 }, false],
      ["OrdersRefused", { all: 100, placed: 5, soldOut: 95 }, false],
      ["OrdersRefused", { all: 100, placed: 10, repeated: 80 }, false],
      ["OrdersRefused", { all: 100, placed: 10 }, true],
      ["OrdersRefused", { all: 100 }, true],
      ["SignInFailures", {}, false],
      ["SignInFailures", { all: 50 }, false],
      ["SignInFailures", { all: 500, good: 400 }, false],
      ["SignInFailures", { all: 500, good: 20 }, true],
    ])("%s with %j: %s", (name, values, expected) => {
      expect(starts(name, values)).toBe(expected);
    });
  });

  it("start when scheduled work has stopped, although there is no data", () => {
    for (const job of ["Sweep", "Payments"]) {
      const { inputs } = one<Alarm>(graphs.production, ALARM, `${job}StoppedAlarm`);
      expect(inputs).toMatchObject({
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        treatMissingData: "breaching",
        dimensions: { Job: job },
      });
    }
    for (const { name, inputs } of all<Alarm>(graphs.production, ALARM))
      if (!name.includes("Stopped")) expect([name, inputs.treatMissingData]).toEqual([name, "notBreaching"]);
  });

  it("start before SES stops the mail of a stage that sends some", async () => {
    const starts = (name: string, graph: Graph) =>
      all<Alarm>(graph, ALARM)
        .filter((alarm) => alarm.name === `${name}Alarm`)
        .map(({ inputs: { namespace, metricName, threshold } }) => [namespace, metricName, threshold]);
    const sending = await configured();
    expect(starts("MailBounces", sending)).toEqual([["AWS/SES", "Reputation.BounceRate", 0.05]]);
    expect(starts("MailComplaints", sending)).toEqual([["AWS/SES", "Reputation.ComplaintRate", 0.001]]);
    expect(starts("MailBounces", graphs.production)).toEqual([]);
  });

  it("start when far fewer orders come than usual at this hour of the week", () => {
    const { inputs } = one<Alarm>(graphs.production, ALARM, "OrdersMissingAlarm");
    expect(inputs).toMatchObject({
      comparisonOperator: "LessThanLowerThreshold",
      thresholdMetricId: "usual",
      metricQueries: [
        {
          metric: {
            namespace: "myclothes-production",
            metricName: "Orders",
            dimensions: { Outcome: "placed" },
          },
        },
        { id: "value", expression: "FILL(counted, 0)", returnData: true },
        { id: "usual", expression: "ANOMALY_DETECTION_BAND(value, 3)", returnData: true },
      ],
    });
  });

  it("are at the top of the dashboard, above what the shop sells", () => {
    interface Widget {
      type: string;
      x: number;
      y: number;
      width: number;
      height: number;
      properties: { alarms?: string[]; view?: string; metrics?: unknown[][] };
    }
    for (const stage of ["production", "staging"] as const) {
      const { dashboardBody } = one<{ dashboardBody: string }>(
        graphs[stage],
        "aws:cloudwatch/dashboard:Dashboard",
      ).inputs;
      const widgets: Widget[] = JSON.parse(dashboardBody).widgets;
      expect(widgets[0]).toMatchObject({ type: "alarm", y: 0 });
      expect(widgets[0]?.properties.alarms).toHaveLength(all(graphs[stage], ALARM).length);
      const numbers = widgets.filter(({ properties }) => properties.view === "singleValue");
      expect(numbers).toHaveLength(6);
      // Alarms and numbers are on the first screen.
      for (const { y, height } of numbers) expect(y + height).toBeLessThanOrEqual(7);
      for (const one of widgets) {
        expect(one.x + one.width).toBeLessThanOrEqual(24);
        const over = widgets.filter(
          (other) =>
            other !== one &&
            one.x < other.x + other.width &&
            other.x < one.x + one.width &&
            one.y < other.y + other.height &&
            other.y < one.y + one.height,
        );
        expect(over).toEqual([]);
      }
      expect(dashboardBody).toContain(`myclothes-${stage}`);
    }
  });

  it("cover what AWS costs, for the amount in DAILY_BUDGET", async () => {
    const BUDGET = "aws:budgets/budget:Budget";
    const SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
    for (const [graph, day] of [
      [graphs.production, "20"],
      [await configured(), "50"],
    ] as const) {
      const topic = expect.stringContaining(":sns:");
      expect(one(graph, BUDGET, "DailyCosts").inputs).toMatchObject({
        timeUnit: "DAILY",
        limitAmount: day,
        notifications: [{ notificationType: "ACTUAL", threshold: 100, subscriberSnsTopicArns: [topic] }],
      });
      expect(one(graph, BUDGET, "MonthlyCosts").inputs).toMatchObject({
        timeUnit: "MONTHLY",
        limitAmount: String(Number(day) * 30),
        notifications: [{ notificationType: "ACTUAL" }, { notificationType: "FORECASTED" }],
      });
      expect(one(graph, SUBSCRIPTION).inputs).toMatchObject({
        frequency: "IMMEDIATE",
        subscribers: [{ type: "SNS", address: topic }],
        thresholdExpression: { dimension: { values: [day] } },
      });
    }
    // An account may have one monitor of all services, so an existing one can be used.
    const { monitorSpecification } = one<{ monitorSpecification: string }>(graphs.production, MONITOR).inputs;
    expect(JSON.parse(monitorSpecification)).toEqual({ Tags: { Key: "sst:stage", Values: ["production"] } });
    expect(all(await configured(), MONITOR)).toEqual([]);
    expect(one(await configured(), SUBSCRIPTION).inputs.monitorArnLists).toEqual([
      "arn:aws:ce::123456789012:anomalymonitor/default",
    ]);
  });

  it("reach a topic to which only AWS's services of this account may write, over TLS", () => {
    const { policy } = one<{ policy: string }>(graphs.production, "aws:sns/topicPolicy:TopicPolicy").inputs;
    const [allow, deny] = JSON.parse(policy).Statement;
    expect(allow.Principal.Service).toEqual([
      "cloudwatch.amazonaws.com",
      "budgets.amazonaws.com",
      "costalerts.amazonaws.com",
    ]);
    expect(allow.Condition.StringEquals["aws:SourceAccount"]).toEqual(["123456789012"]);
    expect(deny).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": ["false"] } } });
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
          ({ type }) => /^aws:(cloudwatch|budgets|costexplorer)\//.test(type) && !type.includes("logGroup"),
        ),
      ).toEqual([]);
    }
  });
});

/** Whether a physical name from the mocks belongs to the resource of this logical name. */
const named = (physical: string, logical: string): boolean =>
  physical.toLowerCase().includes(logical.toLowerCase()) ||
  (logical === "GatewayApi" && /^[0-9a-f]+$/.test(physical));
