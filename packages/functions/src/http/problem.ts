import { Store } from "@myclothes/core/health";
import { describe, log } from "@myclothes/core/log";
import { Money } from "@myclothes/core/money";
import { Refusal } from "@myclothes/core/refusal";
import type { Context } from "hono";
import * as z from "zod";
import type { Env } from "./env.ts";
import { type Answer, HttpRefusal, type ProblemCode, withPointers } from "./refusal.ts";

interface Meaning {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  title: string;
  /** Seconds after which it is worth trying again. */
  retryAfter?: number;
}

/** What each refusal means in HTTP. A code that is missing here does not compile. */
export const meanings: Record<ProblemCode, Meaning> = {
  "request.malformed": { status: 400, title: "The body is not JSON" },
  "request.media_type": { status: 415, title: "The body must be application/json" },
  "request.too_large": { status: 413, title: "The body is too large" },
  "request.invalid": { status: 422, title: "The request does not fit its schema" },
  "route.unknown": { status: 404, title: "There is nothing at this path" },
  "route.method": { status: 405, title: "This path does not take this method" },
  "edge.bypassed": { status: 403, title: "The request did not come by way of the edge" },
  "session.cross_site": { status: 403, title: "The request comes from another site" },
  "session.required": { status: 401, title: "Sign in first" },
  "session.expired": { status: 401, title: "The session has ended" },
  "session.bad_credentials": { status: 401, title: "E-mail or password is not right" },
  "session.too_many_attempts": { status: 429, title: "Too many tries" },
  "session.unknown": { status: 404, title: "Unknown session" },
  "customer.email_taken": { status: 409, title: "The e-mail has an account" },
  "customer.wrong_password": { status: 403, title: "The current password is not right" },
  "address.unknown": { status: 404, title: "Unknown address" },
  "address.limit": { status: 422, title: "Too many addresses" },
  "catalog.unknown_product": { status: 404, title: "Unknown product" },
  "catalog.unknown_sku": { status: 404, title: "Unknown sku" },
  "cart.quantity_limit": { status: 422, title: "Too many of one item" },
  "cart.line_limit": { status: 422, title: "Too many lines" },
  "cart.changed": { status: 412, title: "The cart has changed" },
  "cart.busy": { status: 503, title: "The cart is busy", retryAfter: 1 },
  "cart.empty": { status: 422, title: "The cart is empty" },
  "cart.already_ordered": { status: 409, title: "The cart is an order already" },
  "checkout.item_unavailable": { status: 409, title: "An item is no longer sold" },
  "checkout.price_changed": { status: 409, title: "The total has changed" },
  "stock.insufficient": { status: 409, title: "Not enough in stock" },
  "shipping.unknown_option": { status: 422, title: "Unknown shipping option" },
  "order.unknown": { status: 404, title: "Unknown order" },
  "order.not_cancelable": { status: 409, title: "The order can no longer be canceled" },
  "idempotency.key_missing": { status: 400, title: "An Idempotency-Key is required" },
  "idempotency.key_reused": { status: 422, title: "The Idempotency-Key was used before" },
  "service.unavailable": { status: 503, title: "The shop is busy or partly away", retryAfter: 2 },
  "service.not_ready": { status: 503, title: "A store is away", retryAfter: 5 },
  "service.fault": { status: 500, title: "Something broke on our side" },
};

/** RFC 9457. The members at the end come with the codes named. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(meanings) as (keyof typeof meanings)[]),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), message: z.string() }))
      .optional()
      .meta({
        description: "What is wrong where: `#/a/0` in the body, `?name` in the query, or a header's name.",
      }),
    total: Money.optional().meta({ description: "checkout.price_changed: the total as it is now." }),
    skus: z.array(z.string()).optional().meta({
      description:
        "stock.insufficient: the skus with too little stock; checkout.item_unavailable: the skus no longer sold.",
    }),
    orderId: z.string().optional().meta({ description: "cart.already_ordered: the order." }),
    retryAfter: z.int().optional().meta({ description: "session.too_many_attempts: seconds to wait." }),
    stores: z.array(Store).optional().meta({ description: "service.not_ready: each store and its state." }),
  })
  .meta({ id: "Problem" });

/** The one place where an error becomes an answer. Only the log has the details of a fault. */
export function problem(error: Error, c: Context<Env>): Response {
  const { requestId } = c.var.ctx;
  const { code, detail, extra } = answerOf(error, c.req.method);
  const { status, title, retryAfter } = meanings[code];
  if (status >= 500) {
    const request = { requestId, code, method: c.req.method, path: c.req.path };
    // A refusal without a cause is no fault: the shop is busy.
    if (code !== "service.fault" && !error.cause) log("warn", error.message, request);
    else log("error", title, { ...request, error: describe(error) });
  }
  const wait = extra.retryAfter || retryAfter;
  if (wait) c.header("retry-after", String(wait));
  c.header("cache-control", "no-store");
  const body = { type: `/docs#${code}`, title, status, code, detail, requestId, ...extra };
  return c.body(JSON.stringify(body), status, { "content-type": "application/problem+json" });
}

function answerOf(error: Error, method: string): Answer {
  if (error instanceof Refusal) return withPointers(error, method);
  if (error instanceof HttpRefusal) return { code: error.code, detail: error.message, extra: error.extra };
  return { code: "service.fault", detail: "The error was logged under this request ID.", extra: {} };
}
