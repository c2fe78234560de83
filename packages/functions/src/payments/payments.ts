import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { links } from "@myclothes/core/links";
import { log, logRun } from "@myclothes/core/log";
import { compare, type Swept, sweep } from "@myclothes/core/payment/sweep";
import { createApp } from "../http/app.ts";
import { type ApiEvent, type ApiResult, lambdaHandler } from "../http/lambda.ts";
import { adminRoutes, shopRoutes } from "./routes.ts";

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 50_000;

const answer = lambdaHandler(createApp("payments").route("/", shopRoutes).route("/", adminRoutes));

/**
 * The only function that may call the payment provider. API Gateway calls it for the routes that need the provider, and a
 * schedule every minute for what needs a clock. Twice at once does no harm.
 */
export async function handler(event: ApiEvent | Record<string, never>): Promise<ApiResult | Swept> {
  return "requestContext" in event ? answer(event as ApiEvent) : sweepPayments();
}

async function sweepPayments(): Promise<Swept> {
  const ctx = context({ timeoutMs: LIMIT_MS, databaseRole: "payments" });
  const swept = await sweep(ctx);
  const hasStripe = links.StripePublishableKey.value !== "";
  const differences = hasStripe ? await compare(ctx, "stripe") : undefined;
  await Events.sendRecorded(ctx);
  if (differences || Object.values(swept).some((count) => count > 0))
    log("info", "payments swept", { ...swept, ...(differences !== undefined && { differences }) });
  logRun(ctx, "Payments");
  return swept;
}
