import { call } from "../../runner/http.ts";
import { sendOrder } from "./sqs.ts";

/** What an instance does after an order: it stores the order, and then sends the mail itself, or hands it to the queue. */
export function mailAfterOrder(outside: string, queue: { url: string; queueUrl: string } | undefined) {
  return async (id: string): Promise<void> => {
    await call(`${outside}/orders/${id}`, { method: "PUT" });
    if (!queue) return void (await call(`${outside}/mails/${id}`, { method: "PUT", deadlineMs: 30_000 }));
    // The order is stored with its event. A message that cannot be sent now is sent by the sweep.
    await sendOrder(queue.url, queue.queueUrl, id).catch(() => {});
  };
}
