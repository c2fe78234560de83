import { allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events, policy, queue } from "./queue.ts";
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
  ? queue("DeadLetters", { messageRetentionSeconds: 1_209_600 })
  : undefined;
if (deadLetters) policy("DeadLetters", deadLetters);

/** Calls a function every minute, except in a developer's stage: it would keep the database awake, which costs money. */
export function everyMinute(name: string, { arn }: sst.aws.Function) {
  if (!deadLetters) return;
  new sst.aws.CronV2(name, {
    schedule: "rate(1 minute)",
    function: arn as $util.Output<`arn:aws:lambda:${string}`>,
    dlq: deadLetters.arn,
  });
}

everyMinute("EveryMinute", sweep);
