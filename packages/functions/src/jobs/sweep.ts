import * as Carts from "@myclothes/core/cart/sweep";
import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events/sweep";
import { log, logRun } from "@myclothes/core/log";
import * as Webhooks from "@myclothes/core/webhook/handlers";

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 50_000;

/** Does what needs a clock. Called once a minute; twice at once does no harm. */
export async function handler(): Promise<{ removed: number; sent: number; webhooks: number }> {
  const ctx = context({ timeoutMs: LIMIT_MS, databaseRole: "worker" });
  // If one of these throws, the next minute tries again; meanwhile the alarm on errors tells of it. What shoppers wait for is first.
  const sent = await Events.sendAgain(ctx);
  const webhooks = await Webhooks.deliverAll(ctx);
  const removed =
    (await Events.removeOld(ctx)) + (await Webhooks.removeOld(ctx)) + (await Carts.removeUnopenable(ctx));
  if (removed + sent + webhooks > 0) log("info", "swept", { removed, sent, webhooks });
  logRun(ctx, "Sweep");
  return { removed, sent, webhooks };
}
