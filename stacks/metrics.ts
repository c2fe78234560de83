import { gateway } from "./gateway.ts";
import { tableOf } from "./storage.ts";

/** A metric of CloudWatch, as alarms and the dashboard read it. */
export interface Metric {
  namespace: string;
  metric: string;
  /** `Sum`, `Maximum`, `p99`, … */
  statistic: string;
  dimensions: Record<string, $util.Input<string>>;
}

export const ofFunction = (metric: string, { name }: sst.aws.Function, statistic = "Sum"): Metric => ({
  namespace: "AWS/Lambda",
  metric,
  statistic,
  dimensions: { FunctionName: name },
});

/** Of the requests that reach the shop. Those that the edge answers are not among them. */
export const ofApi = (metric: string, statistic = "Sum"): Metric => ({
  namespace: "AWS/ApiGateway",
  metric,
  statistic,
  dimensions: { ApiId: gateway.nodes.api.id },
});

export const ofQueue = (metric: string, queue: aws.sqs.Queue | undefined): Metric => ({
  namespace: "AWS/SQS",
  metric,
  statistic: "Maximum",
  dimensions: { QueueName: queue?.name ?? "" },
});

export const ofTable = (metric: string, table: sst.aws.Dynamo): Metric => ({
  namespace: "AWS/DynamoDB",
  metric,
  statistic: "Sum",
  dimensions: { TableName: tableOf(table).name },
});

/** The namespace of the metrics that the shop writes into its log: `core/src/metrics.ts`. */
export const NAMESPACE = `${$app.name}-${$app.stage}`;

export const ofShop = (metric: string, dimensions: Metric["dimensions"] = {}): Metric => ({
  namespace: NAMESPACE,
  metric,
  statistic: "Sum",
  dimensions,
});
