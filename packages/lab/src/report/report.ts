import type { Chapter, Check, Result } from "../runner/chapter.ts";

export interface Story {
  machine: string;
  seed: number;
  seconds: number;
  told: { chapter: Chapter; trials: number; result: Result }[];
}

/** How an invariant did, in words. No violation in N trials bounds the rate below 3/N, with 95 % confidence. */
export function outcome({ trials, violations, isComplete }: Check): string {
  if (violations > 0) return `violated ${violations} times in ${trials}`;
  return trials > 3 && !isComplete
    ? `never violated in ${trials} (rate below ${rate(3 / trials)})`
    : `never violated in ${trials}`;
}

const rate = (part: number) => `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`;
