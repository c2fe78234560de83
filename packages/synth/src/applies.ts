import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Pulumi } from "./pulumi.ts";

/**
 * Counts the running applies. Components create resources inside `apply`, after builds and zips, which Pulumi's own count of
 * open calls does not include.
 */
export function countApplies({ Output }: Pulumi): () => number {
  const { apply } = Output.prototype;
  let pending = 0;
  Output.prototype.apply = function (...args) {
    const result = apply.apply(this, args);
    pending++;
    // A failed apply stays counted: its error arrives as an unhandled rejection and ends the process.
    void result.promise(true).then(() => pending--);
    return result;
  };
  return () => pending;
}

/** Waits until no apply runs, and three turns of the event loop have added nothing. */
export async function waitUntilIdle(
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
