import { write } from "@myclothes/core/log";
import { type Metric, tally } from "@myclothes/core/metrics";
import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import type { Env } from "./env.ts";
import { viewerAddress } from "./viewer.ts";

/** Routes whose outcomes are counted: the metric's name, and the outcome of a success. */
const counted: Record<string, readonly [name: string, success: string]> = {
  "POST /v1/orders": ["Orders", "placed"],
  "POST /v1/sessions": ["SignIns", "signed_in"],
};

/**
 * Writes the request's line, with its metrics. `timing` is the header `server-timing`. The route is its pattern, because a path may
 * contain a token. CloudWatch Logs Insights reads these fields.
 */
export function logRequest(c: Context<Env>, timing: string, ms: number): void {
  const { ctx, code, actor } = c.var;
  const { method } = c.req;
  const route = matchedRoutes(c).findLast((one) => one.method !== "ALL")?.path ?? "none";
  const { status } = c.res;
  write(
    {
      text: "request",
      requestId: ctx.requestId,
      trace: traceOf(process.env._X_AMZN_TRACE_ID),
      method,
      route,
      status,
      code,
      actor,
      address: viewerAddress(c),
      calls: ctx.calls.length,
      ms: Math.round(ms * 10) / 10,
      timing,
    },
    [...outcomeOf(c, `${method} ${route}`), ...tally(ctx.counts)],
  );
}

function outcomeOf(c: Context<Env>, route: string): Metric[] {
  const { code } = c.var;
  // Whoever finds the API's own address can cause these, but so does an edge with a wrong secret.
  if (code === "edge.bypassed") return [{ name: "EdgeBypassed" }];
  const [name, success] = counted[route] ?? [];
  if (!name || !success) return [];
  const isReplay = c.res.headers.has("idempotent-replayed");
  return [{ name, by: ["Outcome", code ?? (isReplay ? "replayed" : success)] }];
}

/** X-Ray's ID of a request that is traced: `Root=1-67…;Parent=…;Sampled=1`. */
const traceOf = (header = ""): string | undefined =>
  header.endsWith("Sampled=1") ? /Root=([\w-]+)/.exec(header)?.[1] : undefined;
