import { admin } from "./admin.ts";
import { api } from "./api.ts";
import { feedback } from "./feedback.ts";
import { gateway } from "./gateway.ts";
import { pages } from "./pages.ts";
import { paymentDifferences, payments } from "./payments.ts";
import { deadEvents, events } from "./queue.ts";
import { rollOutUnder } from "./rollout.ts";
import { stage } from "./stage.ts";
import { attempts, cache, carts, cluster, sessions, tableOf } from "./storage.ts";
import { deadLetters, sweep } from "./sweep.ts";
import { worker } from "./worker.ts";

interface Alarm {
  /** The alarm starts when the metric is at least this high, for `minutes` periods of a minute. */
  threshold: number;
  minutes?: number;
  namespace: string;
  metric: string;
  statistic: string;
  dimensions: Record<string, $util.Input<string>>;
  /** What to do first. It is the description of the alarm. */
  action: string;
}

const lambda = (metric: string, { name }: sst.aws.Function) => ({
  namespace: "AWS/Lambda",
  metric,
  statistic: "Sum",
  dimensions: { FunctionName: name },
});

const http = (metric: string, statistic: string) => ({
  namespace: "AWS/ApiGateway",
  metric,
  statistic,
  dimensions: { ApiId: gateway.nodes.api.id },
});

const queue = (metric: string, of: aws.sqs.Queue | undefined) => ({
  namespace: "AWS/SQS",
  metric,
  statistic: "Maximum",
  dimensions: { QueueName: of?.name ?? "" },
});

const throttled = (metric: string, table: sst.aws.Dynamo) => ({
  threshold: 10,
  namespace: "AWS/DynamoDB",
  metric,
  statistic: "Sum",
  dimensions: { TableName: tableOf(table).name },
  action:
    "One cart or session is requested far too often: the access log shows its path. The firewall's limit for each address is in stacks/edge.ts.",
});

const alarms: Record<string, Alarm> = {
  ServerErrors: {
    ...http("5xx", "Sum"),
    threshold: 10,
    action:
      "Open /v1/health/ready. Then search the Api function's log for level ERROR: each line has its request ID.",
  },
  Refusals: {
    ...http("4xx", "Sum"),
    threshold: 1_000,
    minutes: 5,
    action:
      "If /v1/health answers 403, the edge sends a secret that the shop does not accept: see stacks/README.md. Otherwise read the access log.",
  },
  SlowAnswers: {
    ...http("Latency", "p99"),
    threshold: 3_000,
    minutes: 5,
    action:
      "Read the header server-timing of a slow route: it names the store. Then look at that store's own alarm.",
  },
  ApiErrors: {
    ...lambda("Errors", api),
    threshold: 1,
    action:
      "The function ended without an answer: a time-out or too little memory. The last lines of its log say which.",
  },
  ApiThrottles: {
    ...lambda("Throttles", api),
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
  AdminErrors: {
    ...lambda("Errors", admin),
    threshold: 1,
    action:
      "The Admin function ended without an answer: a time-out or too little memory. The last lines of its log say which.",
  },
  AdminThrottles: {
    ...lambda("Throttles", admin),
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
  PagesErrors: {
    ...lambda("Errors", pages),
    threshold: 1,
    action:
      "The Pages function ended without an answer: a time-out or too little memory. The last lines of its log say which. The edge serves known pages for five minutes.",
  },
  PagesThrottles: {
    ...lambda("Throttles", pages),
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
  PaymentsErrors: {
    ...lambda("Errors", payments),
    threshold: 1,
    minutes: 5,
    action:
      "Search the Payments function's log: the database or Stripe did not answer. Nothing is lost: the next minute and Stripe's own repetitions try again.",
  },
  PaymentsThrottles: {
    ...lambda("Throttles", payments),
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
  PaymentDifferences: {
    threshold: 1,
    namespace: $app.name,
    metric: paymentDifferences,
    statistic: "Sum",
    dimensions: {},
    action:
      'The shop and Stripe disagree about a payment, or an authorization ends: search the Payments function\'s log for `payment differs`, `refund failed` or `authorization expires soon`, and follow "Money without an order" in stacks/README.md.',
  },
  SweepErrors: {
    ...lambda("Errors", sweep),
    threshold: 1,
    minutes: 5,
    action:
      "Search the Sweep function's log: the database or the queue did not answer. Nothing is lost: the next minute tries again.",
  },
  WorkerErrors: {
    ...lambda("Errors", worker),
    threshold: 1,
    minutes: 5,
    action:
      "The Worker function ended without an answer: a time-out, too little memory, or no database. The queue delivers its messages again.",
  },
  DeadEvents: {
    ...queue("ApproximateNumberOfMessagesVisible", deadEvents),
    threshold: 1,
    action:
      "An event was not handled in five attempts: GET /admin/v1/dead-letters shows its error. Repair the cause, retry it there, and purge this queue.",
  },
  LateEvents: {
    ...queue("ApproximateAgeOfOldestMessage", events),
    threshold: 900,
    action:
      "Events wait for more than 15 minutes: read the Worker function's log. If it only has too much to do, raise workers in stacks/stage.ts.",
  },
  FeedbackErrors: {
    ...lambda("Errors", feedback),
    threshold: 1,
    action:
      "Search the Feedback function's log. An address that bounced may still get mail: add it to the table `suppressed_address`, or send SES's event again.",
  },
  DeadLetters: {
    ...queue("ApproximateNumberOfMessagesVisible", deadLetters),
    threshold: 1,
    action:
      "The Sweep function could not be called: read the message's error. The next call does its work. Then purge the queue.",
  },
  DatabaseCapacity: {
    threshold: 90,
    minutes: 5,
    namespace: "AWS/RDS",
    metric: "ACUUtilization",
    statistic: "Average",
    dimensions: { DBClusterIdentifier: cluster.clusterIdentifier },
    action: "Aurora is near its maximum capacity: raise maxCapacity in stacks/stage.ts and deploy.",
  },
  ...Object.fromEntries(
    Object.entries({ Sessions: sessions, Carts: carts, Attempts: attempts, Cache: cache }).flatMap(
      ([name, table]) => [
        [`${name}ReadThrottles`, throttled("ReadThrottleEvents", table)],
        [`${name}WriteThrottles`, throttled("WriteThrottleEvents", table)],
      ],
    ),
  ),
};

if (stage.permanent) {
  // With AWS's own key for SNS, alarms could not publish. The messages contain nothing personal, so there is no encryption.
  const topic = new aws.sns.Topic("Alarms");
  if (stage.alarmEmail) {
    new aws.sns.TopicSubscription("AlarmEmail", {
      topic: topic.arn,
      protocol: "email",
      endpoint: stage.alarmEmail,
    });
  }
  const names: Record<string, $util.Output<string>> = {};
  for (const [
    name,
    { threshold, minutes = 1, namespace, metric, statistic, dimensions, action },
  ] of Object.entries(alarms)) {
    names[name] = new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
      alarmDescription: action,
      namespace,
      metricName: metric,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
      dimensions,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold,
      period: 60,
      evaluationPeriods: minutes,
      treatMissingData: "notBreaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    }).name;
  }
  // What a new version can break. A shortage of capacity is no reason to go back.
  rollOutUnder((name) =>
    ["ServerErrors", `${name}Errors`].flatMap((alarm) => (names[alarm] ? [names[alarm]] : [])),
  );
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify({ widgets: Object.entries(alarms).map(widget) }),
  });
}

/** A graph of the metric with the alarm's threshold, three in a row. */
function widget(
  [title, { threshold, namespace, metric, statistic, dimensions }]: [string, Alarm],
  i: number,
) {
  return {
    type: "metric",
    x: (i % 3) * 8,
    y: Math.floor(i / 3) * 6,
    width: 8,
    height: 6,
    properties: {
      title,
      region: aws.getRegionOutput().region,
      period: 60,
      stat: statistic,
      metrics: [[namespace, metric, ...Object.entries(dimensions).flat()]],
      annotations: { horizontal: [{ label: "alarm", value: threshold }] },
    },
  };
}
