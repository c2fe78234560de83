import { eventQueue } from "@myclothes/core/queues";
import { images } from "./storage.ts";

/** Receives the messages that Worker could not handle. The table `event` knows them, too: see `GET /admin/v1/dead-letters`. */
export const deadEvents = queue("DeadEvents", { messageRetentionSeconds: 1_209_600 });
policy("DeadEvents", deadEvents);

/** The events that requests have recorded, and the uploads that have arrived, for Worker. */
export const events = queue("Events", {
  visibilityTimeoutSeconds: eventQueue.visibilityS,
  redrivePolicy: $jsonStringify({
    deadLetterTargetArn: deadEvents.arn,
    maxReceiveCount: eventQueue.maxReceives,
  }),
});

/** Only the bucket of images may send without a role: it tells of uploads. */
export const eventsPolicy = policy("Events", events, [
  {
    principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
    actions: ["sqs:SendMessage"],
    resources: [events.arn],
    conditions: [
      { test: "ArnEquals", variable: "aws:SourceArn", values: [images.arn] },
      {
        test: "StringEquals",
        variable: "aws:SourceAccount",
        values: [aws.getCallerIdentityOutput().accountId],
      },
    ],
  },
]);

export const eventLink = new sst.Linkable("Queue", { properties: { url: events.url } });

/** A queue that is encrypted by SQS's own keys. */
export function queue(name: string, args: aws.sqs.QueueArgs): aws.sqs.Queue {
  return new aws.sqs.Queue(name, { sqsManagedSseEnabled: true, ...args });
}

/** Refuses requests without TLS, and allows what `statements` say. */
export function policy(
  name: string,
  { id, arn }: aws.sqs.Queue,
  statements: aws.types.input.iam.GetPolicyDocumentStatementArgs[] = [],
): aws.sqs.QueuePolicy {
  const overTls = {
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: ["sqs:*"],
    resources: [arn],
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
  return new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: id,
    policy: aws.iam.getPolicyDocumentOutput({ statements: [overTls, ...statements] }).json,
  });
}
