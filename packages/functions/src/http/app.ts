import type { Context } from "@myclothes/core/context";
import { Hono } from "hono";
import { docsPath } from "./docs.ts";
import type { Env } from "./env.ts";
import { envelope, throwErrorsOnly } from "./envelope.ts";
import { sendEvents } from "./events.ts";
import { refuseUnrouted } from "./not-found.ts";
import { refuseUnsafePath } from "./path.ts";
import { sendProblem } from "./problem.ts";
import { requireEdge } from "./require-edge.ts";
import { limitBody, refuseUnknownParameters, refuseUnreadBody } from "./validate.ts";

/**
 * Creates the app of a function: the checks that every request passes, in this order, and the answers to requests that fail.
 * Each function adds its own routes, and names the database role as which its statements run.
 *
 * @example const app = createApp("admin").route("/admin", docs).route("/admin/v1/products", products);
 */
export function createApp(databaseRole: Context["databaseRole"]): Hono<Env> {
  const app = new Hono<Env>()
    .use(envelope(databaseRole))
    .use(sendEvents)
    .use(throwErrorsOnly)
    .use(requireEdge)
    .use(refuseUnsafePath)
    .use(limitBody)
    .use(refuseUnknownParameters)
    .use(refuseUnreadBody);
  return app
    .notFound((c) => refuseUnrouted(app, c))
    .onError((error, c) => sendProblem(error, c, docsPath(app, c.req.path)));
}
