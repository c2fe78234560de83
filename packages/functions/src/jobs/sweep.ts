import { context } from "@myclothes/core/context";
import * as Outbox from "@myclothes/core/events";
import { log } from "@myclothes/core/log";

/** Shorter than the function's own limit, so that it ends by itself. */
const LIMIT_MS = 50_000;

/** Finishes what a request that died has left undone. Called once a minute; twice at once does no harm. */
export async function handler(): Promise<Outbox.Swept> {
  const swept = await Outbox.sweep(context({ timeoutMs: LIMIT_MS }));
  if (swept.done > 0) log("info", "swept", { ...swept });
  // What failed is tried again the next minute; meanwhile the alarm on errors tells of it.
  if (swept.failed > 0)
    throw new Error(`${swept.failed} events could not be dealt with: see the lines above`);
  return swept;
}
