import * as Events from "@myclothes/core/events/dead";
import { DeadLetterPage } from "@myclothes/core/events/schema";
import { PageQuery } from "@myclothes/core/page";
import { Refusal } from "@myclothes/core/refusal";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "events";

export const deadLetters = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listDeadLetters",
      tag,
      summary: "List the events that could not be handled",
      description: "The oldest first, each with its last error. Repair the cause, then retry the event.",
      replies: { 200: { description: "A page of events.", schema: DeadLetterPage } },
    }),
    requireScopes("keys:write"),
    query(PageQuery),
    async (c) => c.json(await Events.dead(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/:id/retry",
    route({
      id: "retryDeadLetter",
      tag,
      summary: "Handle an event again",
      description: "Only the handlers that have not handled it run. Repeating the request does no harm.",
      pathParameters: { id: { description: "The event's id (`evt_…`)." } },
      replies: { 204: { description: "The event is handled soon." } },
      refuses: ["event.not_dead"],
    }),
    requireScopes("keys:write"),
    async (c) => {
      const retried = await Events.retry(c.var.ctx, c.var.author, [c.req.param("id")]);
      if (retried.length === 0) throw new Refusal("event.not_dead", "There is no dead letter with this id.");
      return c.body(null, 204);
    },
  );
