import * as Health from "@myclothes/core/health";
import { Hono } from "hono";
import * as z from "zod";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { servedBy } from "../../http/envelope.ts";
import { HttpRefusal } from "../../http/refusal.ts";

const Time = z.strictObject({ now: z.iso.datetime(), servedBy: z.string() }).meta({ id: "Time" });
const Alive = z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" });
const Ready = z
  .strictObject({
    status: z.literal("ready"),
    stores: z.array(Health.Store),
  })
  .meta({ id: "Readiness" });

export const service = new Hono<Env>()
  .get(
    "/time",
    route({ id: "getTime", tag: "service", summary: "The time, and who tells it", replies: { 200: Time } }),
    (c) => c.json({ now: c.var.ctx.now.toISOString(), servedBy: servedBy() }),
  )
  .get(
    "/health",
    route({ id: "getHealth", tag: "service", summary: "Whether the process lives", replies: { 200: Alive } }),
    (c) => c.json({ status: "ok" }),
  )
  .get(
    "/health/ready",
    route({
      id: "getReadiness",
      tag: "service",
      summary: "Whether every store answers",
      replies: { 200: Ready },
      refuses: ["service.not_ready"],
    }),
    async (c) => {
      const stores = await Health.stores(c.var.ctx);
      const down = stores.filter(({ state }) => state === "down").map(({ name }) => name);
      if (down.length === 0) return c.json({ status: "ready", stores });
      throw new HttpRefusal("service.not_ready", `No answer from: ${down.join(", ")}.`, { stores });
    },
  );
