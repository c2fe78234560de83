import { MAX_BATCH, sendMessages } from "../aws/queue.ts";
import { type Context, within } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Sql from "./events.sql.ts";

export { dead, retry } from "./events.dead.ts";
export { type Event, type Handler, type Handlers, handle, type Message } from "./events.handle.ts";
export { type EventName, record } from "./events.sql.ts";

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
    log("warn", "events not sent: Sweep will send them", { requestId: ctx.requestId, error: describe(error) });
  }
}

/** Returns the IDs that the queue has confirmed. */
async function send(ctx: Context, ids: string[], limitMs: number): Promise<string[]> {
  const sent = await sendMessages(
    ctx,
    ids.map((id) => JSON.stringify({ id })),
    limitMs,
  );
  return sent.map((text) => JSON.parse(text).id);
}

/** Longer than any request takes, so a younger event's request may still send it. */
const AGE_S = 10;
const SWEEP_BATCH = 100;
const SWEEP_SEND_MS = 5_000;

/**
 * Sends events again that may not have reached the queue, once each: from then on the queue and its dead-letter queue are responsible.
 * Returns their number. Throws when the queue does not confirm them.
 */
export async function sendAgain(ctx: Context, ageSeconds = AGE_S): Promise<number> {
  for (let total = 0; ; ) {
    const ids = (await Sql.unsent(ctx, ageSeconds, SWEEP_BATCH)).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += MAX_BATCH) {
      const sent = await send(ctx, ids.slice(from, from + MAX_BATCH), SWEEP_SEND_MS);
      await Sql.markSent(ctx, sent);
      total += sent.length;
    }
    if (ids.length < SWEEP_BATCH) return total;
  }
}

/** Programs that read the events in order may be away for so long. */
const KEPT_DAYS = 30;

/** Removes some of the handled events that are older than 30 days. Returns their number. */
export async function removeOld(ctx: Context): Promise<number> {
  return (await Sql.removeOld(ctx, KEPT_DAYS)).length;
}
