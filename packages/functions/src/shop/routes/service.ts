import * as Health from "@myclothes/core/health";
import { Hono } from "hono";
import * as z from "zod";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { servedBy } from "../../http/envelope.ts";
import { HttpRefusal } from "../../http/refusal.ts";

const Time = z
  .strictObject({
    now: z.iso.datetime().meta({ description: "The server's time when the request arrived." }),
    servedBy: z.string().meta({ description: "The instance, as in `x-served-by`." }),
  })
  .meta({ id: "Time" });
const Alive = z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" });
const Ready = z
  .strictObject({
    status: z.literal("ready"),
    stores: z.array(Health.Store).meta({ description: "Each data store and its state." }),
  })
  .meta({ id: "Readiness" });

export const service = new Hono<Env>()
  .get(
    "/time",
    route({
      id: "getTime",
      tag: "service",
      summary: "Get the server's time",
      description:
        "Uses no session and no data store. Send it several times to see different instances answer.",
      replies: { 200: { description: "The time and the instance.", schema: Time } },
    }),
    (c) => c.json({ now: c.var.ctx.now.toISOString(), servedBy: servedBy() }),
  )
  .get(
    "/health",
    route({
      id: "getHealth",
      tag: "service",
      summary: "Check that the process runs",
      description: "Uses no data store. For load balancers and uptime checks.",
      replies: { 200: { description: "The process runs.", schema: Alive } },
    }),
    (c) => c.json({ status: "ok" }),
  )
  .get(
    "/health/ready",
    route({
      id: "getReadiness",
      tag: "service",
      summary: "Check that every data store answers",
      description: "Asks each data store and waits for at most two seconds.",
      replies: { 200: { description: "Every data store answers.", schema: Ready } },
      refuses: ["service.not_ready"],
    }),
    async (c) => {
      const stores = await Health.stores(c.var.ctx);
      const down = stores.filter(({ state }) => state === "down").map(({ name }) => name);
      if (down.length === 0) return c.json({ status: "ready", stores });
      throw new HttpRefusal("service.not_ready", `No answer from: ${down.join(", ")}.`, { stores });
    },
  );
