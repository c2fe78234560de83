import * as Events from "@myclothes/core/events";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";

/** Sends the events of a request that has succeeded to the queue, before the answer. */
export const sendEvents = createMiddleware<Env>(async (c, next) => {
  await next();
  // After an error nobody knows whether there is an event: Sweep does.
  if (c.var.ctx.events.length > 0 && !c.error) await Events.sendRecorded(c.var.ctx);
});
