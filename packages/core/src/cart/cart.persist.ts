import { type Context, pause, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";

/** A write that keeps losing to others gives up while there is still time to answer. */
const RESERVE_MS = 3_000;

/** Makes a write that may lose to others, again and again while there is time to answer, until `attempt` has a result. */
export async function persist<T>(
  ctx: Context,
  attempt: (again: boolean) => Promise<T | undefined>,
): Promise<T> {
  let wait = 10;
  for (let again = false; timeLeft(ctx) > RESERVE_MS; again = true) {
    const result = await attempt(again);
    if (result) return result;
    await pause(ctx, wait);
    wait = Math.min(wait * 2, 200);
  }
  throw busy();
}

export const busy = () => new Refusal("cart.busy", "Too many changes to this cart at once. Try again.");
