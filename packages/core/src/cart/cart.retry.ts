import { type Context, pause, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";

/** The time that is kept for the answer. */
const RESERVE_MS = 3_000;

/**
 * Retries an optimistic write until `attempt` returns a result or the deadline is near. `attempt` returns
 * undefined when another write was faster. Throws `cart.busy` at the deadline.
 */
export async function retryOptimistic<T>(
  ctx: Context,
  attempt: (isRetry: boolean) => Promise<T | undefined>,
): Promise<T> {
  let wait = 10;
  for (let isRetry = false; timeLeft(ctx) > RESERVE_MS; isRetry = true) {
    const result = await attempt(isRetry);
    if (result) return result;
    await pause(ctx, wait);
    wait = Math.min(wait * 2, 200);
  }
  throw busy();
}

export const busy = () => new Refusal("cart.busy", "Too many changes to this cart at once. Try again.");
