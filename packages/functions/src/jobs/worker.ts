import { context } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import { log } from "@myclothes/core/log";

/** The parts of an SQS event that we read. */
export interface SqsEvent {
  Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[];
}

export interface SqsResult {
  /** The messages that SQS delivers again. It deletes the others. */
  batchItemFailures: { itemIdentifier: string }[];
}

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 25_000;

/** Handles the events of a batch of messages. Called by the queue; twice with the same message does no harm. */
export async function handler({ Records }: SqsEvent): Promise<SqsResult> {
  const messages = Records.map(({ messageId, body, attributes }) => ({
    messageId,
    id: eventIdOf(messageId, body),
    receives: Number(attributes.ApproximateReceiveCount),
  }));
  const events = messages.flatMap(({ id, receives }) => (id === undefined ? [] : [{ id, receives }]));
  const failed = await handle(context({ timeoutMs: LIMIT_MS }), handlers, events);
  const failures = messages.filter(({ id }) => id !== undefined && failed.has(id));
  return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Undefined, with a line in the log, if the message is not one of ours. It is deleted. */
function eventIdOf(messageId: string, body: string): string | undefined {
  try {
    const { id } = JSON.parse(body);
    if (typeof id === "string") return id;
  } catch {}
  log("error", "dropped a message without an event", { messageId });
  return undefined;
}
