import { bucket } from "@myclothes/core/buckets";
import { eventQueue } from "@myclothes/core/queues";
import { site } from "./edge.ts";
import { allowObjects, allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { allowMail, mail } from "./mail.ts";
import { migrated } from "./migrate.ts";
import { events } from "./queue.ts";
import { signing } from "./signing.ts";
import { stage } from "./stage.ts";
import { carts, database, imagesLink, sessions } from "./storage.ts";

export const worker = lambda(
  "Worker",
  {
    // One whole processor, for the conversion of images.
    memory: "1769 MB",
    timeout: `${eventQueue.timeoutS} seconds`,
    // It writes mails with links to the site, whose tokens it derives with the signing keys.
    link: [sessions, carts, database, imagesLink, mail, signing, site],
    permissions: [
      allowOn(carts, "BatchGetItem", "BatchWriteItem", "PutItem"),
      allowOn(sessions, "BatchWriteItem", "Query"),
      allowQueue(events, "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
      allowObjects(bucket.uploads, "GetObject", "DeleteObject"),
      allowObjects(bucket.images, "PutObject"),
      ...allowSql("worker"),
      ...allowMail(),
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
