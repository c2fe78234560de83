import { describe, log } from "@myclothes/core/log";
import { Refusal } from "@myclothes/core/refusal";
import type { Context } from "hono";
import type { Env } from "../http/env.ts";
import { unknownRoute } from "../http/not-found.ts";
import { sendProblem } from "../http/problem.ts";
import { docsOf, problemTypes } from "../http/problem-types.ts";
import { HttpRefusal, type ProblemCode } from "../http/refusal.ts";

/**
 * Turns an error into a document. When the shop fails, this is the shell, with which the browser makes the page from what the API
 * can still tell. A fault is logged with all its causes.
 */
export function sendFailure(error: Error, c: Context<Env>, shell: () => string): Response {
  const code: ProblemCode =
    error instanceof Refusal || error instanceof HttpRefusal ? error.code : "service.fault";
  const { status, title, retryAfter } = problemTypes[code];
  c.set("code", code);
  c.header("cache-control", "no-store");
  if (status < 500) return c.text(`${error.message}\n`, status);
  const request = { requestId: c.var.ctx.requestId, code, method: c.req.method, path: c.req.path };
  log("error", title, { ...request, error: describe(error) });
  if (retryAfter) c.header("retry-after", String(retryAfter));
  return c.body(documentOf(shell), status, { "content-type": "text/html; charset=utf-8" });
}

/** Refuses the path of an API that leads to no route, in the shape of the APIs' errors. */
export const sendUnknownRoute = (c: Context<Env>): Response =>
  sendProblem(unknownRoute(), c, docsOf(c.req.path));

/** The shell itself may be what fails. */
function documentOf(shell: () => string): string {
  try {
    return shell();
  } catch {
    return '<!doctype html><html lang="en"><title>Please try again</title><p>The shop cannot show this page now. Please try again.</p></html>';
  }
}
