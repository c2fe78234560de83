import type { Sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as HandleSql from "./events.handle.sql.ts";
import type { EventName } from "./events.sql.ts";

export interface Event {
  id: string;
  name: string;
  /** The ID of the order, the customer, or the token of a link. */
  subject: string;
  /**
   * A CTE that has a row the first time that the handler handles the event, and records it. If the effect of a handler is one
   * statement, the statement can depend on it: `with first as (${event.first}) insert into … select … from first`.
   */
  first: Sql;
}

/**
 * Handles an event. If Worker dies between the effect and the record of it, the handler is called again, so handling an event
 * twice must have the same effect as once, or `event.first` must prevent it.
 */
export type Handler = (ctx: Context, event: Event) => Promise<void>;

/**
 * A domain's handlers: any number for each event whose name begins with the domain. Their names are stored, so they must not
 * change.
 */
export type Handlers<Domain extends string> = Record<
  Extract<EventName, `${Domain}.${string}`>,
  Record<string, Handler>
>;

/** A message of the queue. */
export interface Message {
  /** The event's ID. */
  id: string;
  /** How often the message has been received, with this time. */
  receives: number;
}

/**
 * Calls the handlers of the messages' events, except those that have handled the event before. Returns the IDs of the events that
 * were not handled completely: they must be delivered again. A message without an event is dropped: a request sends the ID of an
 * event before its statement decides whether there is one, such as "paid" for a payment of a part.
 */
export async function handle(
  ctx: Context,
  handlers: Record<string, Record<string, Handler>>,
  messages: Message[],
): Promise<Set<string>> {
  const receives = new Map(messages.map(({ id, receives }) => [id, receives]));
  const found = await HandleSql.lease(ctx, [...receives.keys()]);
  const handled = await Promise.all(
    found.map(async (event) => {
      if (event.state !== "leased") return event.state === "handled";
      return handleOne(ctx, handlers[event.name], event, receives.get(event.id) ?? 1);
    }),
  );
  return new Set(found.filter((_, i) => !handled[i]).map(({ id }) => id));
}

/** Returns false and records the error if a handler has failed. The event's other handlers are called all the same. */
async function handleOne(
  ctx: Context,
  handlers: Record<string, Handler> | undefined,
  event: HandleSql.LeasedRow,
  receives: number,
): Promise<boolean> {
  const { id, name, subject } = event;
  const errors: unknown[] = [];
  if (!handlers)
    errors.push(new Error("There is no handler for this event. Another version of the shop wrote it."));
  const waiting = Object.entries(handlers ?? {}).filter(([handler]) => !event.handlers.includes(handler));
  try {
    for (const [i, [handler, run]] of waiting.entries()) {
      try {
        await run(ctx, { id, name, subject, first: HandleSql.handledBy(id, handler) });
        const completes = errors.length === 0 && i === waiting.length - 1;
        await HandleSql.markHandledBy(ctx, id, handler, completes);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 0 && waiting.length === 0) await HandleSql.markHandled(ctx, id);
    if (errors.length > 0) await HandleSql.markFailed(ctx, id, receives, messagesOf(errors[0]));
  } catch (error) {
    errors.push(error);
  }
  for (const error of errors) {
    const about = { requestId: ctx.requestId, eventId: id, event: name, subject, receives };
    log("error", "event not handled", { ...about, error: describe(error) });
  }
  return errors.length === 0;
}

/** The messages of an error and its causes in one line, at most 1,000 characters. */
function messagesOf(error: unknown): string {
  const { message = String(error), cause } = error as Error;
  return (cause ? `${message} ${messagesOf(cause)}` : message)
    .toWellFormed()
    .replaceAll("\0", "")
    .slice(0, 1_000);
}
