import { allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { stage } from "./stage.ts";
import { database } from "./storage.ts";

export const sweep = lambda(
  "Sweep",
  {
    memory: "512 MB",
    timeout: "60 seconds",
    // It runs again in the next minute.
    retries: 0,
    link: [database, eventLink],
    permissions: [allowQueue(events, "SendMessage"), ...allowSql("worker")],
  },
  { dependsOn: migrated },
);

/** Receives the scheduled calls that failed. */
export const deadLetters = stage.permanent
  ? new aws.sqs.Queue("DeadLetters", { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true })
  : undefined;

// A developer's stage has no schedule: it would keep the database awake, which costs money.
if (deadLetters) {
  new sst.aws.CronV2("EveryMinute", {
    schedule: "rate(1 minute)",
    function: sweep.arn as $util.Output<`arn:aws:lambda:${string}`>,
    dlq: deadLetters.arn,
  });
}
