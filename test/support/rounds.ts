import { recordTrials } from "./proof.ts";
import { HANG_MS } from "./timeouts.ts";

/**
 * The number of rounds of a race: `RACES` times `whole`, by default 1 %. `npm run test:races` runs all. The rounds are recorded
 * as trials of `promises`.
 */
export function rounds(whole: number, ...promises: string[]): number {
  const count = Math.ceil(whole * Number(process.env.RACES ?? 0.01));
  for (const promise of promises) recordTrials({ promise, trials: count });
  return count;
}

/**
 * Whether a race needs another round: at least `minimum` rounds, and then more until the race `hasOccurred`. On a busy machine,
 * the same side may win for a while. Throws when the race does not occur within `HANG_MS` after `since`.
 */
export function needsAnotherRound(
  round: number,
  minimum: number,
  hasOccurred: () => boolean,
  since: number,
): boolean {
  if (round < minimum) return true;
  if (hasOccurred()) return false;
  if (performance.now() - since > HANG_MS) throw new Error(`The race did not occur in ${round} rounds.`);
  return true;
}
