import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { type File, failsItself, filesOf, vitest } from "../../support/vitest.ts";

/**
 * The result of a test file. `skipped`: none of its tests runs here, for example without PostgreSQL. `broken`: no test was run.
 */
export interface FileResult {
  file: string;
  outcome: "passed" | "failed" | "skipped" | "broken";
  /** The first failed test, or the error of the file's hooks, for example a stage that cannot be synthesised. */
  by: string;
}

/** Far more than any file needs. */
const FILE_MS = 1_800_000;

/**
 * Runs test files in the folder `root`. `first`: stops at the first failure. A test must fail twice, because on a busy machine
 * one may fail by chance.
 */
export async function runTests(root: string, files: string[], { first = false } = {}): Promise<FileResult[]> {
  const report = join(root, "report.json");
  const options = ["--retry=1", "--maxWorkers=2", "--reporter=dot", ...(first ? ["--bail=1"] : [])];
  const output = await start(root, vitest(root, report, [...files, ...options]), files.length * FILE_MS);
  const error = /^.*Error: .*$/m.exec(output.text)?.[0].trim() ?? "The tests did not finish.";
  const results = filesOf(report).map((file) => ({
    file: relative(root, file.name),
    ...judged(file, error),
  }));
  if (results.length === 0 || (output.code !== 0 && results.every(({ outcome }) => outcome === "passed"))) {
    throw new Error(error);
  }
  return results;
}

function judged(file: File, error: string): Omit<FileResult, "file"> {
  const { assertionResults } = file;
  const test = assertionResults.find((one) => one.status === "failed");
  if (test) return { outcome: "failed", by: test.fullName.trim() };
  if (failsItself(file)) {
    const isPrepared = assertionResults.length > 0 && !error.includes("timed out");
    return { outcome: isPrepared ? "failed" : "broken", by: error };
  }
  const passed = assertionResults.some((one) => one.status === "passed");
  return { outcome: passed ? "passed" : "skipped", by: "" };
}

async function start(root: string, args: string[], timeout: number) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, RACES: process.env.RACES ?? "0.02", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
  const end = () => child.kill();
  process.prependOnceListener("exit", end);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const output = await Promise.all([text(child.stdout), text(child.stderr)]);
  process.off("exit", end);
  return { code: await code, text: output.join("\n") };
}
