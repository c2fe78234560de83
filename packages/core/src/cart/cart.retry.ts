import { type Context, pause, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";

/** No retry begins in this last part of the request's time. It is kept for the answer. */
const RESERVE_MS = 3_000;

/**
 * Retries an optimistic write until `attempt` returns a result or the deadline is near. `attempt` returns
 * undefined when another write was faster. Throws `cart.busy` at the deadline. The first attempt is made in
 * any case: after a slow order, little time is left to remove its units from the cart.
 */
export async function retryOptimistic<T>(
  ctx: Context,
  attempt: (isRetry: boolean) => Promise<T | undefined>,
): Promise<T> {
  let wait = 10;
  for (let isRetry = false; ; isRetry = true) {
    const result = await attempt(isRetry);
    if (result) return result;
    await pause(ctx, wait);
    requireTime(ctx);
    wait = Math.min(wait * 2, 200);
  }
}

/** Throws `cart.busy` if a further attempt could use up the time that is kept for the answer. */
export function requireTime(ctx: Context): void {
  if (timeLeft(ctx) <= RESERVE_MS) throw busy();
}

export const busy = () => new Refusal("cart.busy", "Too many changes to this cart at once. Try again.");
