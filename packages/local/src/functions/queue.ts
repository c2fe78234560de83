import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eventQueue } from "@myclothes/core/queues";
import { withTimeout } from "@myclothes/core/timeout";
import { sentence } from "../process/report.ts";
import type { InstanceOptions } from "./instance.ts";
import { type Instances, startInstances } from "./instances.ts";

export interface Consumer {
  /** Calls another bundle from now on. Throws a UserError when it cannot start. Then the old one goes on. */
  reload(bundle: string): Promise<void>;
  stop(): Promise<void>;
}

interface Received {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes: Record<string, string>;
}

/** How many batches the function gets at the same time. */
const POLLERS = 2;
const WAIT_S = 20;
const PAUSE_MS = 1_000;

/**
 * Calls a function with the messages of the queue in `env`, as Lambda's event source mapping does: it deletes the messages that
 * succeed, and the others become visible again later. The function starts in the background, so that nobody waits for it.
 */
export function consume({ bundle: first, ...options }: InstanceOptions): Consumer {
  const { env, log } = options;
  const { url: QueueUrl } = JSON.parse(env.SST_RESOURCE_Queue ?? "{}");
  const stopped = new AbortController();
  let bundle = first;

  async function ask<T>(operation: string, input: object): Promise<T> {
    const answer = await fetch(env.AWS_ENDPOINT_URL_SQS ?? "", {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
      body: JSON.stringify({ QueueUrl, ...input }),
      signal: stopped.signal,
    });
    if (!answer.ok) throw new Error(`SQS has answered ${answer.status}`);
    return (await answer.json()) as T;
  }

  const call = async (instances: Instances, messages: Received[]): Promise<unknown> => {
    const limitMs = eventQueue.timeoutS * 1_000;
    const instance = await instances.next(limitMs);
    if (!instance) throw new Error("No instance is ready");
    const event = { Records: messages.map(recordOf) };
    const invoked = instance.invoke({ id: randomUUID(), event, deadline: Date.now() + limitMs });
    return withTimeout(invoked, limitMs, () => {
      instance.kill();
      return new Error("The function has not ended in time");
    });
  };

  const poll = async (instances: Instances) => {
    const receive = { MaxNumberOfMessages: eventQueue.batchSize, WaitTimeSeconds: WAIT_S };
    while (!stopped.signal.aborted) {
      try {
        const input = { ...receive, MessageSystemAttributeNames: ["All"] };
        const { Messages = [] } = await ask<{ Messages?: Received[] }>("ReceiveMessage", input);
        if (Messages.length === 0) continue;
        const result = await call(instances, Messages).catch((error: Error) => {
          const again = Messages.length === 1 ? "1 message" : `${Messages.length} messages`;
          log(`${sentence(error.message || "The instance died")} The queue delivers ${again} again.\n`);
          return "failed";
        });
        const done = Messages.filter((message) => !hasFailed(message, Messages, result));
        const Entries = done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
        if (Entries.length > 0) await ask("DeleteMessageBatch", { Entries });
      } catch {
        // Stopped, or the queue has ended: then the whole shop ends.
        await sleep(PAUSE_MS, undefined, { signal: stopped.signal }).catch(() => {});
      }
    }
  };

  let instances: Instances | undefined;
  let starting = Promise.resolve();
  let polling: Promise<void>[] = [];
  const start = async () => {
    instances = await startInstances(1, { ...options, bundle });
    const started = instances;
    if (stopped.signal.aborted) return started.stop();
    polling = Array.from({ length: POLLERS }, () => poll(started));
  };
  const reload = async (changed: string) => {
    await starting;
    bundle = changed;
    if (instances) await instances.reload(bundle, async () => {});
    else await start();
  };
  const stop = async () => {
    stopped.abort();
    await starting;
    await instances?.stop();
    await Promise.all(polling);
  };
  starting = start().catch((error: Error) => log(`${sentence(error.message)} No event is handled.\n`));
  return { reload, stop };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const recordOf = ({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes }: Received) => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  md5OfBody: MD5OfBody,
  attributes: Attributes,
  messageAttributes: {},
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:myclothes-local-events",
  awsRegion: "us-east-1",
});

/**
 * Whether a message has to be delivered again. As in Lambda, a function that throws or names an unknown message fails for all of
 * them, and one that names none succeeds.
 */
export function hasFailed({ MessageId }: Received, all: Received[], result: unknown): boolean {
  if (result === "failed") return true;
  const { batchItemFailures } = (result ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
  const failed = (batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.includes(MessageId) || failed.some((id) => !all.some((one) => one.MessageId === id));
}
