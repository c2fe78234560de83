// A worker: it takes orders from the queue and sends their mails, until it is killed.
import { call } from "../../runner/http.ts";
import { sqs } from "./sqs.ts";

const { LAB_OUTSIDE: outside, LAB_QUEUE, LAB_BROKEN } = process.env;
const { url, queueUrl: QueueUrl } = JSON.parse(LAB_QUEUE ?? "{}");

interface Received {
  Messages?: { Body: string; ReceiptHandle: string }[];
}

const remove = (ReceiptHandle: string) => sqs(url, "DeleteMessage", { QueueUrl, ReceiptHandle });

/** The message is deleted after its mail was sent: a worker that dies in between sends it twice, but loses nothing. */
async function handle({ Body: id, ReceiptHandle }: { Body: string; ReceiptHandle: string }): Promise<void> {
  if (LAB_BROKEN === "order") await remove(ReceiptHandle);
  const { status } = await call(`${outside}/handled/${id}`);
  if (status === 404) {
    await call(`${outside}/mails/${id}`, { method: "PUT", deadlineMs: 30_000 });
    await call(`${outside}/handled/${id}`, { method: "PUT" });
  }
  if (LAB_BROKEN !== "order") await remove(ReceiptHandle);
}

console.log("ready to work");
for (;;) {
  const input = { QueueUrl, MaxNumberOfMessages: 5, WaitTimeSeconds: 1 };
  const { Messages = [] } = await sqs<Received>(url, "ReceiveMessage", input).catch((): Received => ({}));
  // A message whose handling fails is received again.
  await Promise.all(Messages.map((message) => handle(message).catch(() => {})));
}
