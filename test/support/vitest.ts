import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A test file, as vitest's JSON reporter writes it. */
export interface File {
  name: string;
  status: string;
  /** Empty if the file does not load. */
  assertionResults: { fullName: string; status: string }[];
}

/** The arguments with which `node` runs the tests in `root` and writes a JSON report. */
export const vitest = (root: string, report: string, args: string[]): string[] => [
  join(root, "node_modules", "vitest", "vitest.mjs"),
  "run",
  ...args,
  "--silent=false",
  "--reporter=json",
  `--outputFile=${report}`,
];

/** The files in a report. Empty if the run did not finish. */
export const filesOf = (report: string): File[] =>
  existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).testResults : [];

/** Whether a file failed without a failing test: its hooks failed, or it did not load. */
export const failsItself = ({ status, assertionResults }: File): boolean =>
  status === "failed" && !assertionResults.some((one) => one.status === "failed");
