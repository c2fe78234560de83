import { MAX_BATCH, sendMessages } from "../aws/queue.ts";
import { type Context, within } from "../context.ts";
import { describe, log } from "../log.ts";

export { type EventName, internalEvents, publicEvents, record } from "./events.sql.ts";

/** A shopper waits no longer for the queue. */
const SEND_MS = 1_000;

/**
 * Sends the events that the request has recorded to the queue. Never fails: an event that could not be sent is only late, because
 * Sweep sends it.
 */
export async function sendRecorded(ctx: Context): Promise<void> {
  const ids = ctx.events.splice(0);
  const limited = within(ctx, SEND_MS);
  try {
    for (let from = 0; from < ids.length; from += MAX_BATCH)
      await send(limited, ids.slice(from, from + MAX_BATCH), SEND_MS);
  } catch (error) {
    log("warn", "events not sent: Sweep will send them", {
      requestId: ctx.requestId,
      error: describe(error),
    });
  }
}

/** Sends at most `MAX_BATCH` events to the queue. Returns the IDs that it has confirmed. Throws when it confirms none. */
export async function send(ctx: Context, ids: string[], limitMs: number): Promise<string[]> {
  const sent = await sendMessages(
    ctx,
    ids.map((id) => JSON.stringify({ id })),
    limitMs,
  );
  return sent.map((text) => JSON.parse(text).id);
}
