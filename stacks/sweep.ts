import { lambda, on, sql } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { stage } from "./stage.ts";
import { carts, database, sessions } from "./storage.ts";

export const sweep = lambda(
  "Sweep",
  {
    memory: "512 MB",
    timeout: "60 seconds",
    // The next minute tries again.
    retries: 0,
    link: [sessions, carts, database],
    may: [
      on(carts, "BatchGetItem", "BatchWriteItem", "PutItem"),
      on(sessions, "BatchWriteItem", "Query"),
      ...sql(),
    ],
  },
  { dependsOn: migrated },
);

/** Calls that could not be made. */
export const deadLetters = stage.permanent
  ? new aws.sqs.Queue("DeadLetters", { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true })
  : undefined;

// It would keep a developer's database awake, and that costs.
if (deadLetters) {
  new sst.aws.CronV2("EveryMinute", {
    schedule: "rate(1 minute)",
    function: sweep.arn as $util.Output<`arn:aws:lambda:${string}`>,
    dlq: deadLetters.arn,
  });
}
