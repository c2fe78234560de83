import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { log } from "@myclothes/core/log";

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 50_000;

/** Finishes what a request that died has left undone. Called once a minute; twice at once does no harm. */
export async function handler(): Promise<Events.Delivery> {
  const swept = await Events.deliver(context({ timeoutMs: LIMIT_MS }), handlers);
  if (swept.done > 0) log("info", "swept", { ...swept });
  // What failed is tried again the next minute; meanwhile the alarm on errors tells of it.
  if (swept.failed > 0)
    throw new Error(`${swept.failed} events could not be dealt with: see the lines above`);
  return swept;
}
