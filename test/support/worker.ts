import type { SqsEvent } from "../../packages/functions/src/jobs/worker.ts";
import { run } from "./products.ts";

/** An event of SQS with these messages, whose IDs are the events' IDs. */
export const sqsEvent = (ids: string[], receives = 1): SqsEvent => ({
  Records: ids.map((id) => ({
    messageId: id,
    body: JSON.stringify({ id }),
    attributes: { ApproximateReceiveCount: String(receives) },
  })),
});

/** The IDs of the events of an order or a customer, or of the unhandled ones only. */
export async function eventsOf(subject: string, { unhandled = false } = {}): Promise<string[]> {
  const condition = unhandled ? "and handled_at is null" : "";
  const found = await run(`select id from event where subject = :subject ${condition} order by position`, {
    subject,
  });
  return found.map(([id]) => String(id));
}

interface Received {
  Body: string;
  ReceiptHandle: string;
}

/** Calls the emulator of SQS. */
export async function askQueue<T>(operation: string, input: object = {}): Promise<T> {
  const { url: QueueUrl } = JSON.parse(process.env.SST_RESOURCE_Queue ?? "{}");
  const answer = await fetch(process.env.AWS_ENDPOINT_URL_SQS ?? "", {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
    body: JSON.stringify({ QueueUrl, ...input }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

/** Receives all messages of the queue and deletes them. Returns the events' IDs. */
export async function takeMessages(): Promise<string[]> {
  for (const ids: string[] = []; ; ) {
    const { Messages = [] } = await askQueue<{ Messages?: Received[] }>("ReceiveMessage", {
      MaxNumberOfMessages: 10,
    });
    if (Messages.length === 0) return ids;
    // S3 tells of uploads over the same queue.
    ids.push(...Messages.flatMap(({ Body }) => JSON.parse(Body).id ?? []));
    const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    await askQueue("DeleteMessageBatch", { Entries });
  }
}
