import { encodeTime } from "ulid";
import { type Context, timeLeft } from "../context.ts";
import type { Handler, Handlers } from "../events/events.handle.ts";
import { type EventName, internalEvents } from "../events/events.ts";
import { describe, log } from "../log.ts";
import * as Feed from "../merchant/feed.ts";
import { removeInParts } from "../remove.ts";
import { deliverDue, type Message } from "./deliver.ts";
import * as Sql from "./delivery.sql.ts";

/** The owner's mail is a handler of `mail/`. */
export const handlers: Handlers<"webhook"> = { "webhook.disabled": {} };

/** Plans the event's deliveries and makes the first attempts. Sweep makes the others. */
const deliver: Handler = async (ctx, { id, name }) => {
  const planned = await Sql.plan(ctx, { id, name });
  if (planned.length === 0) return;
  try {
    await deliverDue(ctx, { messageOf }, id);
  } catch (error) {
    log("warn", "webhooks not sent: Sweep will send them", { eventId: id, error: describe(error) });
  }
};

/** The handler that sends an event to webhooks, if it is one of those that the merchant sees. */
export const webhooksOf = (name: EventName): Record<string, Handler> =>
  internalEvents.includes(name) ? {} : { webhooks: deliver };

/** Makes all attempts that are due, until the time is nearly up. Returns their number. */
export async function deliverAll(ctx: Context): Promise<number> {
  const { attempted } = await deliverDue(ctx, { messageOf });
  if (timeLeft(ctx) === 0) log("warn", "not all webhooks were sent: the next call goes on", { attempted });
  return attempted;
}

const KEPT_MS = 30 * 86_400_000;

/** Removes deliveries that have ended and are older than 30 days, as their events are. Returns their number. */
export const removeOld = (ctx: Context): Promise<number> => {
  const before = `dlv_${encodeTime(ctx.now.getTime() - KEPT_MS)}`;
  return removeInParts(ctx, () => Sql.removeOld(ctx, before));
};

/** An event as endpoints receive it, in the form of Standard Webhooks. */
export async function messageOf(ctx: Context, eventId: string): Promise<Message | undefined> {
  const event = await Feed.read(ctx, eventId);
  return event && { type: event.name, timestamp: event.time, data: event.subject };
}
