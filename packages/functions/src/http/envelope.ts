import { type Context, context, type StoreCall } from "@myclothes/core/context";
import { createMiddleware } from "hono/factory";
import { withDocumentation } from "./document.ts";
import type { Env } from "./env.ts";
import { logRequest } from "./requestlog.ts";

/** Creates the request's context, sets the headers that every answer has, and logs the request. Routes may replace `no-store`. */
export const envelope = (databaseRole: Context["databaseRole"]) =>
  createMiddleware<Env>(async (c, next) => {
    const started = performance.now();
    const sent = c.req.header("x-request-id");
    const ctx = context({ databaseRole, ...(sent && REQUEST_ID.test(sent) && { requestId: sent }) });
    c.set("ctx", ctx);
    c.header("x-request-id", ctx.requestId);
    c.header("x-served-by", servedBy());
    c.header("cache-control", "no-store");
    await next();
    const ms = performance.now() - started;
    const times = timing(ctx.calls, ms);
    // `c.header` would copy the whole answer.
    c.res.headers.set("server-timing", times);
    logRequest(c, times, ms);
  });

/** Hono passes only `Error`s to onError, so other thrown values are wrapped. */
export const throwErrorsOnly = withDocumentation(
  createMiddleware<Env>(async (_, next) => {
    try {
      await next();
    } catch (thrown) {
      throw thrown instanceof Error ? thrown : new Error(String(thrown));
    }
  }),
  { refuses: ["service.fault"] },
);

/** The name of this instance: the last part of its log stream's name, `2026/11/21/[$LATEST]<instance>`. */
export const servedBy = (): string => process.env.AWS_LAMBDA_LOG_STREAM_NAME?.split("]").at(-1) || "unknown";

const REQUEST_ID = /^[\w.-]{8,128}$/;

/** https://www.w3.org/TR/server-timing: one metric for each store call in order, then the total. */
const timing = (calls: StoreCall[], total: number): string =>
  [...calls, { name: "total", ms: total, attempts: 1 }]
    .map(
      ({ name, ms, attempts }) =>
        `${name};dur=${ms.toFixed(1)}${attempts > 1 ? `;desc="${attempts} attempts"` : ""}`,
    )
    .join(", ");
