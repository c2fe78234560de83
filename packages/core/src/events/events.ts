import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Sql from "./events.sql.ts";

export { type EventName, record } from "./events.sql.ts";

/**
 * Handles an event. `subject` is the ID of the order, the customer, or the token of a link. An event may be
 * delivered more than once, so handling it twice must have the same effect as once.
 */
export type Handler = (ctx: Context, subject: string) => Promise<void>;

/** A domain's handlers: one for each event whose name begins with the domain. */
export type Handlers<Domain extends string> = Record<Extract<Sql.EventName, `${Domain}.${string}`>, Handler>;

export interface Delivery {
  done: number;
  /** They are delivered again. */
  failed: number;
}

/** Longer than any request takes. A younger event's request may still be running and do the work. */
const AGE_S = 10;
const BATCH = 100;

/** Delivers the unhandled events to their handlers, and marks those that were handled. */
export async function deliver(
  ctx: Context,
  handlers: Record<string, Handler>,
  ageSeconds = AGE_S,
): Promise<Delivery> {
  const delivery: Delivery = { done: 0, failed: 0 };
  for (let after = 0; ; ) {
    const events = await Sql.waiting(ctx, after, ageSeconds, BATCH);
    const handled = await Promise.all(events.map((event) => handle(ctx, handlers, event)));
    const done = events.filter((_, i) => handled[i]).map(({ id }) => id);
    if (done.length > 0) await Sql.markHandled(ctx, done);
    delivery.done += done.length;
    delivery.failed += events.length - done.length;
    after = events.at(-1)?.position ?? after;
    if (events.length < BATCH) return delivery;
  }
}

/** Returns false and logs the error if the event was not handled. Other events are not affected. */
async function handle(
  ctx: Context,
  handlers: Record<string, Handler>,
  { id, name, subject }: Sql.EventRow,
): Promise<boolean> {
  try {
    const handler = handlers[name];
    if (!handler)
      throw new Error("There is no handler for this event. Another version of the shop wrote it.");
    await handler(ctx, subject);
    return true;
  } catch (error) {
    log("error", "event not handled", {
      requestId: ctx.requestId,
      eventId: id,
      event: name,
      subject,
      error: describe(error),
    });
    return false;
  }
}
