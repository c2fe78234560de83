import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Pulumi } from "./pulumi.ts";

/**
 * Components make resources inside `apply`, after builds and zips, which Pulumi's own count of open calls does not cover.
 * So this one counts the applies that are under way.
 */
export function countApplies({ Output }: Pulumi): () => number {
  const { apply } = Output.prototype;
  let pending = 0;
  Output.prototype.apply = function (...args) {
    const result = apply.apply(this, args);
    pending++;
    // One that fails is not over: its error arrives as an unhandled rejection, and ends everything.
    void result.promise(true).then(() => pending--);
    return result;
  };
  return () => pending;
}

/** Waits until nothing is under way, and three turns of the event loop have brought nothing new. */
export async function settled(
  { runtime }: Pulumi,
  pending: () => number,
  progress: () => number,
): Promise<void> {
  for (let quiet = 0, last = -1; quiet < 3; ) {
    await runtime.waitForRPCs();
    await turn();
    const now = progress();
    quiet = pending() === 0 && now === last ? quiet + 1 : 0;
    if (pending() > 0) await sleep(2);
    last = now;
  }
}
