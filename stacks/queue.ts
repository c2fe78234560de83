import { eventQueue } from "@myclothes/core/queues";

/** Receives the messages that Worker could not handle. The table `event` knows them, too: see `GET /admin/v1/dead-letters`. */
export const deadEvents = queue("DeadEvents", { messageRetentionSeconds: 1_209_600 });

/** The events that requests have recorded, for Worker. */
export const events = queue("Events", {
  visibilityTimeoutSeconds: eventQueue.visibilityS,
  redrivePolicy: $jsonStringify({
    deadLetterTargetArn: deadEvents.arn,
    maxReceiveCount: eventQueue.maxReceives,
  }),
});

export const eventLink = new sst.Linkable("Queue", { properties: { url: events.url } });

/** A queue that is encrypted by SQS's own keys and refuses requests without TLS. */
function queue(name: string, args: aws.sqs.QueueArgs): aws.sqs.Queue {
  const made = new aws.sqs.Queue(name, { sqsManagedSseEnabled: true, ...args });
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: made.id,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["sqs:*"],
          resources: [made.arn],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    }).json,
  });
  return made;
}
