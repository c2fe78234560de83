import { type Context, context, timeLeft } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import * as Images from "@myclothes/core/image/process";
import { describe, log } from "@myclothes/core/log";

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

/** The longest time that an image takes. With less left, it waits for the next delivery of its message. */
const IMAGE_MS = 8_000;

/**
 * Handles the events of a batch of messages, and then the uploads that S3 tells of. Called by the queue; twice with the same
 * message does no harm.
 */
export async function handler({ Records }: SqsEvent): Promise<SqsResult> {
  const ctx = context({ timeoutMs: LIMIT_MS, databaseRole: "worker" });
  const parsed = Records.map((record) => ({ ...record, message: parse(record.body) }));
  const uploads = parsed.flatMap(({ messageId, message }) => {
    const keys = Images.arrivedKeys(message);
    return keys === undefined ? [] : [{ messageId, keys }];
  });
  const others = parsed.filter(({ messageId }) => !uploads.some((upload) => upload.messageId === messageId));
  const messages = others.map(({ messageId, message, attributes }) => ({
    messageId,
    id: eventIdOf(messageId, message),
    receives: Number(attributes.ApproximateReceiveCount),
  }));
  const events = messages.flatMap(({ id, receives }) => (id === undefined ? [] : [{ id, receives }]));
  const failed = await handle(ctx, handlers, events);
  const failures = messages.filter(({ id }) => id !== undefined && failed.has(id));
  const unfinished = await convert(ctx, uploads);
  return {
    batchItemFailures: [...failures, ...unfinished].map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
}

interface Uploads {
  messageId: string;
  keys: string[];
}

/** Converts uploads one after another, because each needs the whole processor. Returns those that did not end. */
async function convert(ctx: Context, uploads: Uploads[]): Promise<Uploads[]> {
  const unfinished: Uploads[] = [];
  for (const upload of uploads) {
    try {
      if (timeLeft(ctx) < IMAGE_MS) throw new Error("There is too little time left for another image.");
      for (const key of upload.keys) await Images.process(ctx, key);
    } catch (error) {
      log("error", "upload not converted", {
        messageId: upload.messageId,
        keys: upload.keys,
        error: describe(error),
      });
      unfinished.push(upload);
    }
  }
  return unfinished;
}

/** Undefined if the text is not JSON. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Undefined, with a line in the log, if the message is not one of ours. It is deleted. */
function eventIdOf(messageId: string, message: unknown): string | undefined {
  const { id } = (message ?? {}) as { id?: unknown };
  if (typeof id === "string") return id;
  log("error", "dropped a message without an event", { messageId });
  return undefined;
}
