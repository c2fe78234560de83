import { api } from "./api.ts";
import { gateway } from "./gateway.ts";
import { stage } from "./stage.ts";
import { attempts, cache, carts, cluster, sessions } from "./storage.ts";
import { deadLetters, sweep } from "./sweep.ts";

interface Watched {
  /** Of a metric that is bad as it grows: from where on, over how many periods of a minute. */
  from: number;
  minutes?: number;
  namespace: string;
  metric: string;
  statistic: string;
  dimensions: Record<string, $util.Input<string>>;
  /** What to do; the README says more. */
  todo: string;
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

const throttled = (metric: string, { name }: sst.aws.Dynamo) => ({
  from: 10,
  namespace: "AWS/DynamoDB",
  metric,
  statistic: "Sum",
  dimensions: { TableName: name },
  todo: "One cart or session is asked for far too often: its path is in the access log. The firewall's limit for each address is in stacks/edge.ts.",
});

const watched: Record<string, Watched> = {
  ServerErrors: {
    ...http("5xx", "Sum"),
    from: 10,
    todo: "Look at /v1/health/ready, then in the Api function's log for level ERROR: each line has its request's id.",
  },
  Refusals: {
    ...http("4xx", "Sum"),
    from: 1_000,
    minutes: 5,
    todo: "If /v1/health answers 403, the edge's secret is not the shop's: see the README. Else read the access log.",
  },
  SlowAnswers: {
    ...http("Latency", "p99"),
    from: 3_000,
    minutes: 5,
    todo: "Read server-timing on a slow route: it names the store. Then look at that store's own alarm.",
  },
  ApiErrors: {
    ...lambda("Errors", api),
    from: 1,
    todo: "The function ended without an answer: a time-out or too little memory. Its log's last lines say which.",
  },
  ApiThrottles: {
    ...lambda("Throttles", api),
    from: 1,
    todo: "The account's limit of concurrent executions is reached: ask AWS for more (Service Quotas, Lambda).",
  },
  SweepErrors: {
    ...lambda("Errors", sweep),
    from: 1,
    minutes: 5,
    todo: "Look in the Sweep function's log for the event that fails. Nothing is lost: it stays in the outbox.",
  },
  DeadLetters: {
    from: 1,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    dimensions: { QueueName: deadLetters?.name ?? "" },
    todo: "The sweep could not be called: look at the message's error. The next minute does its work; purge the queue.",
  },
  DatabaseCapacity: {
    from: 90,
    minutes: 5,
    namespace: "AWS/RDS",
    metric: "ACUUtilization",
    statistic: "Average",
    dimensions: { DBClusterIdentifier: cluster.clusterIdentifier },
    todo: "Aurora is nearly as large as it may grow: raise maxCapacity in stacks/stage.ts and deploy.",
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
  // Not encrypted by AWS's own key for SNS: with that, alarms cannot publish. There is nothing personal in them.
  const topic = new aws.sns.Topic("Alarms");
  if (stage.alarmEmail) {
    new aws.sns.TopicSubscription("AlarmEmail", {
      topic: topic.arn,
      protocol: "email",
      endpoint: stage.alarmEmail,
    });
  }
  for (const [name, { from, minutes = 1, namespace, metric, statistic, dimensions, todo }] of Object.entries(
    watched,
  )) {
    new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
      alarmDescription: todo,
      namespace,
      metricName: metric,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
      dimensions,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: from,
      period: 60,
      evaluationPeriods: minutes,
      treatMissingData: "notBreaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    });
  }
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify({ widgets: Object.entries(watched).map(widget) }),
  });
}

/** A graph with the alarm's line in it; three in a row. */
function widget([title, { from, namespace, metric, statistic, dimensions }]: [string, Watched], i: number) {
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
      annotations: { horizontal: [{ label: "alarm", value: from }] },
    },
  };
}
