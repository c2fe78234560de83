import { show } from "./proof.ts";

/**
 * How many rounds of the races that show these promises: three in a hundred, or as much as RACES says (`npm run test:races`
 * runs the whole).
 */
export function rounds(whole: number, ...promises: string[]): number {
  const count = Math.ceil(whole * Number(process.env.RACES ?? 0.03));
  for (const promise of promises) show({ promise, trials: count });
  return count;
}
