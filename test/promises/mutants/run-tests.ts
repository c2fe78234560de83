import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { type File, failsItself, filesOf, vitest } from "../../support/vitest.ts";

/** What became of a test file. `skipped`: none of its tests runs here, for want of PostgreSQL perhaps. `broken`: none was tried. */
export interface Trial {
  file: string;
  outcome: "passed" | "failed" | "skipped" | "broken";
  /** The first test that failed, or the error of what its file prepares: a stage that cannot be synthesised, say. */
  by: string;
}

/** Far more than any of these files takes. */
const FILE_MS = 1_800_000;

/**
 * Runs test files in the folder `root`. With `first`, up to the first test that fails; a test fails where it does so twice, since a
 * machine that is busy fails one by chance.
 */
export async function run(root: string, files: string[], { first = false } = {}): Promise<Trial[]> {
  const report = join(root, "report.json");
  const options = ["--retry=1", "--maxWorkers=2", "--reporter=dot", ...(first ? ["--bail=1"] : [])];
  const said = await start(root, vitest(root, report, [...files, ...options]), files.length * FILE_MS);
  const error = /^.*Error: .*$/m.exec(said.text)?.[0].trim() ?? "The tests came to no end.";
  const trials = filesOf(report).map((file) => ({ file: relative(root, file.name), ...judged(file, error) }));
  if (trials.length === 0 || (said.code !== 0 && trials.every(({ outcome }) => outcome === "passed"))) {
    throw new Error(error);
  }
  return trials;
}

function judged(file: File, error: string): Omit<Trial, "file"> {
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
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  process.off("exit", end);
  return { code: await code, text: said.join("\n") };
}
