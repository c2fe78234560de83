import { appendFileSync } from "node:fs";

/** What a test has done for a promise. */
export interface Shown {
  promise: string;
  /** How often the promise was put to the test. */
  trials: number;
  /** How many calls met a fault. */
  faults?: number;
  /** With which the same trials come again. */
  seed?: number;
}

/** Tells `npm run proof`, where it has asked for it by naming a file. */
export function show(shown: Shown | { dynamo: string }): void {
  const { PROOF } = process.env;
  if (PROOF) appendFileSync(PROOF, `${JSON.stringify(shown)}\n`);
}
