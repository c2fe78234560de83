import { fileURLToPath } from "node:url";
import { eventQueue } from "@myclothes/core/queues";
import { type Child, launch, node } from "../process/child.ts";

export interface Queue extends Child {
  url: string;
  /** The URL that names the queue of events. */
  queueUrl: string;
}

/** Starts SQS with the queue of events and its dead-letter queue. It keeps the messages in memory. */
export async function startQueue(): Promise<Queue> {
  const script = fileURLToPath(new URL("queue.mjs", import.meta.url));
  const settings = JSON.stringify({ ...eventQueue, name: "myclothes-local-events" });
  const child = await launch({
    ...node(script, [settings]),
    name: "SQS (fauxqs)",
    ready: /ready on (http:\S+) with (http:\S+)/,
  });
  const [, url = "", queueUrl = ""] = child.ready;
  return { ...child, url, queueUrl };
}

/** Sends a message to a queue of SQS at `url`. The host in a queue's own URL need not exist. */
export async function sendMessage(url: string, queueUrl: string, message: object): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
    body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }),
  });
  if (!answer.ok) throw new Error(`SQS has answered ${answer.status}`);
}
