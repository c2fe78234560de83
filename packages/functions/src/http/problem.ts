import { Store } from "@myclothes/core/health";
import { describe, log } from "@myclothes/core/log";
import { Money } from "@myclothes/core/money";
import { Refusal } from "@myclothes/core/refusal";
import type { Context } from "hono";
import * as z from "zod";
import type { Env } from "./env.ts";
import { problemTypes } from "./problem-types.ts";
import { type Answer, HttpRefusal, type ProblemCode, withPointers } from "./refusal.ts";

const InvalidPart = z.strictObject({
  pointer: z.string().meta({
    description:
      "The invalid part: `#/a/0` is a JSON pointer into the body, `?name` is a query parameter, `{name}` is a part of the path, anything else is a header.",
  }),
  message: z.string().meta({ description: "What is wrong, in English. For example: `is missing`." }),
});

/** RFC 9457. The optional members come with the codes that their descriptions name. */
export const Problem = z
  .looseObject({
    type: z
      .string()
      .meta({ description: "A link to the code's description, such as `/docs#route.unknown`." }),
    title: z.string().meta({ description: "A short text, always the same for a code, in English." }),
    status: z.int().meta({ description: "The HTTP status." }),
    code: z.enum(Object.keys(problemTypes) as ProblemCode[]).meta({
      description: "Identifies the problem. Decide by this member; texts may change.",
    }),
    detail: z.string().meta({ description: "What happened and what to do, in English." }),
    requestId: z.string().meta({
      description: "Identifies the request in the shop's log. Include it when you report a problem.",
    }),
    errors: z.array(InvalidPart).optional().meta({ description: "`request.invalid`: each invalid part." }),
    total: Money.optional().meta({ description: "`checkout.price_changed`: the current total." }),
    skus: z.array(z.string()).optional().meta({
      description:
        "`stock.insufficient`: the SKUs with too little stock. `checkout.item_unavailable`: the SKUs that are no longer sold. `catalog.sku_taken`: the SKUs of another product. `catalog.has_stock`: the variants with stock.",
    }),
    countries: z
      .array(z.string())
      .optional()
      .meta({ description: "`shipping.not_available`: the countries to which the shop ships." }),
    scope: z.string().optional().meta({ description: "`key.scope`: the missing scopes." }),
    orderId: z.string().optional().meta({ description: "`cart.already_ordered`: the order's id." }),
    retryAfter: z.int().optional().meta({
      description:
        "`session.too_many_attempts` and `checkout.busy`: seconds to wait before the next attempt.",
    }),
    stores: z
      .array(Store)
      .optional()
      .meta({ description: "`service.not_ready`: the state of each data store." }),
  })
  .meta({ id: "Problem", description: "An error, according to RFC 9457." });

/**
 * Turns an error into an answer. `docs` is the path of the page that explains the codes. A fault is logged with all its
 * causes; the client learns no details.
 */
export function sendProblem(error: Error, c: Context<Env>, docs: string): Response {
  const { requestId } = c.var.ctx;
  const { code, detail, extra } = answerOf(error, c);
  c.set("code", code);
  const { status, title, retryAfter } = problemTypes[code];
  if (status >= 500) {
    // The token of a link may still be valid.
    const path = c.req.path.replace(/[\w-]{43}$/, "…");
    const request = { requestId, code, method: c.req.method, path };
    // A refusal without a cause is no fault: the shop is busy.
    if (code !== "service.fault" && !error.cause) log("warn", error.message, request);
    else log("error", title, { ...request, error: describe(error) });
  }
  const wait = extra.retryAfter || retryAfter;
  if (wait) c.header("retry-after", String(wait));
  c.header("cache-control", "no-store");
  const body = { type: `${docs}#${code}`, title, status, code, detail, requestId, ...extra };
  return c.body(JSON.stringify(body), status, { "content-type": "application/problem+json" });
}

function answerOf(error: Error, { req }: Context<Env>): Answer {
  if (error instanceof Refusal) return withPointers(error, req.method, Object.keys(req.param()));
  if (error instanceof HttpRefusal) return { code: error.code, detail: error.message, extra: error.extra };
  return { code: "service.fault", detail: "The error was logged under this request ID.", extra: {} };
}
