import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A test file, as vitest's JSON reporter writes it. */
export interface File {
  name: string;
  status: string;
  /** Empty where the file itself does not load. */
  assertionResults: { fullName: string; status: string }[];
}

/** With these arguments `node` runs the tests of the folder `root`, and writes down what came of them. */
export const vitest = (root: string, report: string, args: string[]): string[] => [
  join(root, "node_modules", "vitest", "vitest.mjs"),
  "run",
  ...args,
  "--reporter=json",
  `--outputFile=${report}`,
];

/** What was written down; nothing where the run came to no end. */
export const filesOf = (report: string): File[] =>
  existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).testResults : [];

/** It fails without a test that does where what it prepares or clears away does, or where it does not load. */
export const failsItself = ({ status, assertionResults }: File): boolean =>
  status === "failed" && !assertionResults.some((one) => one.status === "failed");
