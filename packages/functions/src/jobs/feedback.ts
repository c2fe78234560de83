import { context } from "@myclothes/core/context";
import { receive } from "@myclothes/core/mail/feedback";

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 25_000;

/** EventBridge calls it with each event of SES about a bounce or a complaint. Twice does no harm. */
export async function handler(event: unknown): Promise<void> {
  await receive(context({ timeoutMs: LIMIT_MS, databaseRole: "worker" }), event);
}
