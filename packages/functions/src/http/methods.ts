import type { Hono } from "hono";
import type { Env } from "./env.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The methods that have a route at this path; middleware, which stands for all methods, does not count. */
export const allowed = (app: Hono<Env>, path: string): string[] =>
  METHODS.filter((method) => {
    // Hono answers HEAD by its GET route.
    const routed = method === "HEAD" ? "GET" : method;
    return app.router.match(routed, path)[0].some(([[, route]]) => route.method === routed);
  });
