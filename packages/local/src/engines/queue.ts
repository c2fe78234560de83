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
