import { createMiddleware } from "hono/factory";
import { isUnsafePath } from "../edge.rules.ts";
import type { Env } from "./env.ts";
import { unknownRoute } from "./not-found.ts";

/** Refuses, before routing, a request that the adapter could not convert, and a path that could mean another path. */
export const refuseUnsafePath = createMiddleware<Env>(async (c, next) => {
  if (c.env?.refused) throw c.env.refused;
  if (isUnsafePath(new URL(c.req.url).pathname)) throw unknownRoute();
  await next();
});
