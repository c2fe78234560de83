import type { Context, Hono } from "hono";
import type { Env } from "./env.ts";
import { HttpRefusal } from "./refusal.ts";

export const unknownRoute = (): HttpRefusal =>
  new HttpRefusal("route.unknown", "No route has this path. Check its spelling, including letter case.");

/** Refuses a request that matches no route: 405 with `Allow` if its path has routes for other methods, else 404. */
export function refuseUnrouted(app: Hono<Env>, c: Context<Env>): never {
  const methods = allowedMethods(app, c.req.path);
  if (methods.length === 0) throw unknownRoute();
  c.header("allow", methods.join(", "));
  throw new HttpRefusal("route.method", `This path accepts only ${methods.join(", ")}.`);
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The methods that have a route at this path. Middleware does not count: it is registered for all methods. */
const allowedMethods = (app: Hono<Env>, path: string): string[] =>
  METHODS.filter((method) => {
    // Hono answers HEAD by its GET route.
    const routed = method === "HEAD" ? "GET" : method;
    return app.router.match(routed, path)[0].some(([[, route]]) => route.method === routed);
  });
