import type { Call, Fault } from "../support/fault-proxy.ts";
import type { Metric, Metrics } from "./metrics.ts";
import { THROTTLED } from "./scenes.ts";
import type { Watch } from "./shoppers.ts";

// The metrics that AWS's services would write, from what the run shows at the same places: the shop's door, the calls to the
// stores, the queues and the functions' logs.

const API = { ApiId: "Gateway" };
const DEAD = "DeadEvents";
const EVENTS = "Events";

/** What this run measures, also where no value arrives. */
export function isMeasured({ namespace, name, dimensions }: Metric, filters: { name: string }[]): boolean {
  if (namespace === "AWS/ApiGateway") return ["4xx", "5xx", "Count", "Latency"].includes(name);
  if (namespace === "AWS/Lambda")
    return (
      ["Errors", "Invocations"].includes(name) && ["Api", "Worker"].includes(dimensions.FunctionName ?? "")
    );
  if (namespace === "AWS/DynamoDB") return ["ReadThrottleEvents", "WriteThrottleEvents"].includes(name);
  if (namespace === "AWS/SQS") return [EVENTS, DEAD].includes(dimensions.QueueName ?? "");
  if (namespace === "myclothes-production")
    return (
      ["Orders", "SignIns", "EdgeBypassed", "Runs"].includes(name) ||
      filters.some((filter) => filter.name === name)
    );
  return filters.some((filter) => filter.name === name);
}

/** Counts an answer as API Gateway and the function Api do. CloudFront's own answers reach neither. */
export function watchDoor(metrics: () => Metrics): Watch {
  return ({ status, code, ms, isCached }) => {
    if (isCached) return;
    const own = metrics();
    own.add("AWS/ApiGateway", "Count", API, 1);
    own.add("AWS/ApiGateway", "4xx", API, status >= 400 && status < 500 ? 1 : 0);
    own.add("AWS/ApiGateway", "5xx", API, status >= 500 ? 1 : 0);
    own.add("AWS/ApiGateway", "Latency", API, ms);
    own.add("AWS/Lambda", "Invocations", { FunctionName: "Api" }, 1);
    const isError = ["gateway.function_error", "gateway.instance_lost", "gateway.timeout"].includes(code);
    own.add("AWS/Lambda", "Errors", { FunctionName: "Api" }, isError ? 1 : 0);
  };
}

/** Counts the calls that a table refuses because it is throttled. */
export function watchCall({ store, operation, text }: Call, fault: Fault, metrics: Metrics): void {
  if (store !== "dynamodb" || typeof fault !== "object" || !("exception" in fault)) return;
  if (fault.exception !== "ThrottlingException") return;
  const kind = /Get|Query|Scan/.test(operation) ? "ReadThrottleEvents" : "WriteThrottleEvents";
  if (text.includes(THROTTLED)) metrics.add("AWS/DynamoDB", kind, { TableName: THROTTLED }, 1);
}

/** The local consumer writes this line when Worker throws or ends. */
export const isWorkerError = (line: string): boolean => line.includes("The queue delivers");

/** Looks at both queues every two seconds, as long as the run lasts. */
export function watchQueues(endpoint: string, queueUrl: string, metrics: () => Metrics) {
  let waitingSince: number | undefined;
  const visible = async (url: string): Promise<number> => {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AmazonSQS.GetQueueAttributes",
      },
      body: JSON.stringify({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] }),
    });
    const { Attributes } = (await answer.json()) as { Attributes: { ApproximateNumberOfMessages: string } };
    return Number(Attributes.ApproximateNumberOfMessages);
  };
  const look = async () => {
    const [events, dead] = await Promise.all([visible(queueUrl), visible(`${queueUrl}-dead`)]);
    waitingSince = events > 0 ? (waitingSince ?? Date.now()) : undefined;
    // At most: the first of them may have gone meanwhile.
    const age = waitingSince === undefined ? 0 : (Date.now() - waitingSince) / 1_000;
    const own = metrics();
    own.add("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: EVENTS }, events);
    own.add("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: DEAD }, dead);
    own.add("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: EVENTS }, age);
    return events;
  };
  const timer = setInterval(() => void look().catch(() => {}), 2_000);
  return { look, stop: () => clearInterval(timer) };
}
