import { appendFileSync } from "node:fs";

/** What a test has done for a promise. */
export interface Trials {
  promise: string;
  /** How often the test tried to break the promise. */
  trials: number;
  /** How many calls met a fault. */
  faults?: number;
  /** Repeats the same trials. */
  seed?: number;
}

/** Reports to `npm run proof`, which names a file in `PROOF`. Otherwise does nothing. */
export function recordTrials(record: Trials | { dynamo: string }): void {
  const { PROOF } = process.env;
  if (PROOF) appendFileSync(PROOF, `${JSON.stringify(record)}\n`);
}
