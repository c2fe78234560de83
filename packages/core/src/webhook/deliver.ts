import { Webhook } from "standardwebhooks";
import { type Context, clock, timeLeft } from "../context.ts";
import { log } from "../log.ts";
import * as Sql from "./delivery.sql.ts";
import { type Posted, post } from "./post.ts";
import { delayAfter, isAccepted } from "./webhook.rules.ts";

/** How long an endpoint may take to answer. */
const ANSWER_MS = 10_000;
/** Longer than an attempt can take, so that nobody else makes it meanwhile. */
const LEASE_S = 60;
const AT_ONCE = 20;

/** An event as the endpoints receive it. */
export interface Message {
  type: string;
  timestamp: string;
  data: unknown;
}

export interface Delivery {
  /** The message of an event. Undefined: the event is gone. */
  messageOf: (ctx: Context, eventId: string) => Promise<Message | undefined>;
  /** Replaced by tests. */
  send?: typeof post;
}

/**
 * Makes the attempts that are due: those of one event, or all until the time is nearly up. Returns how many endpoints it
 * disabled. Each delivery is made at least once; `webhook-id` is the same for each attempt, so that receivers can drop copies.
 */
export async function deliverDue(
  ctx: Context,
  { messageOf, send = post }: Delivery,
  eventId?: string,
): Promise<{ attempted: number; disabled: string[] }> {
  const disabled: string[] = [];
  for (let attempted = 0; ; ) {
    if (timeLeft(ctx) < 2 * ANSWER_MS) return { attempted, disabled };
    const due = await Sql.take(ctx, { eventId, count: AT_ONCE, leaseSeconds: LEASE_S });
    const results = await Promise.all(due.map((one) => attempt(ctx, one, messageOf, send)));
    disabled.push(...results.flat());
    attempted += due.length;
    if (due.length < AT_ONCE) return { attempted, disabled };
  }
}

async function attempt(
  ctx: Context,
  { id, eventId, attempts, url, secret }: Sql.DueRow,
  messageOf: Delivery["messageOf"],
  send: typeof post,
): Promise<string[]> {
  const message = await messageOf(ctx, eventId);
  const { status, response } = message
    ? await sendSigned(ctx, send, { eventId, url, secret, message })
    : { status: undefined, response: "The event no longer exists." };
  const isDelivered = isAccepted(status);
  const retryInSeconds = message && delayAfter(attempts);
  const ended = await Sql.finish(ctx, id, { status, response, isDelivered, retryInSeconds });
  for (const { disabled } of ended) log("warn", "a webhook endpoint was disabled", { endpointId: disabled });
  return ended.map(({ disabled }) => disabled);
}

/** Signs and sends a message: https://www.standardwebhooks.com. */
function sendSigned(
  ctx: Context,
  send: typeof post,
  { eventId, url, secret, message }: { eventId: string; url: string; secret: string; message: Message },
): Promise<Posted> {
  const body = JSON.stringify(message);
  const now = new Date(clock(ctx));
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "MyClothes",
    "webhook-id": eventId,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(eventId, now, body),
  };
  return send(new URL(url), { body, headers, timeoutMs: ANSWER_MS });
}
