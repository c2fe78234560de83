import { eventQueue } from "@myclothes/core/queues";
import { allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { events } from "./queue.ts";
import { stage } from "./stage.ts";
import { carts, database, sessions } from "./storage.ts";

export const worker = lambda(
  "Worker",
  {
    memory: "512 MB",
    timeout: `${eventQueue.timeoutS} seconds`,
    link: [sessions, carts, database],
    permissions: [
      allowOn(carts, "BatchGetItem", "BatchWriteItem", "PutItem"),
      allowOn(sessions, "BatchWriteItem", "Query"),
      allowQueue(events, "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
      ...allowSql(),
    ],
  },
  { dependsOn: migrated },
);

new aws.lambda.EventSourceMapping("EventsToWorker", {
  eventSourceArn: events.arn,
  functionName: worker.arn,
  batchSize: eventQueue.batchSize,
  functionResponseTypes: ["ReportBatchItemFailures"],
  scalingConfig: { maximumConcurrency: stage.workers },
});
