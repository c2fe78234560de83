import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";

/** What became of a test file. `skipped`: none of its tests runs here, for want of PostgreSQL perhaps. `broken`: none was tried. */
export interface Trial {
  file: string;
  outcome: "passed" | "failed" | "skipped" | "broken";
  /** The first test that failed, or the error of what its file prepares: a stage that cannot be synthesised, say. */
  by: string;
}

/** As vitest's JSON reporter writes it. */
interface File {
  name: string;
  status: string;
  /** Empty where the file itself does not load. */
  assertionResults: { fullName: string; status: string }[];
}

/** Far more than any of these files takes. */
const LIMIT_MS = 300_000;

/**
 * Runs test files in the folder `root`. With `first`, up to the first test that fails; a test fails where it does so twice, since a
 * machine that is busy fails one by chance.
 */
export async function run(root: string, files: string[], { first = false } = {}): Promise<Trial[]> {
  const report = join(root, "report.json");
  const said = await vitest(root, [
    ...files,
    "--retry=1",
    "--maxWorkers=2",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile=${report}`,
    ...(first ? ["--bail=1"] : []),
  ]);
  const error = /^.*Error: .*$/m.exec(said.text)?.[0].trim() ?? "The tests came to no end.";
  const found: File[] = JSON.parse(await readFile(report, "utf8").catch(() => "{}")).testResults ?? [];
  const trials = found.map((file) => ({ file: relative(root, file.name), ...judged(file, error) }));
  if (trials.length === 0 || (said.code !== 0 && trials.every(({ outcome }) => outcome === "passed"))) {
    throw new Error(error);
  }
  return trials;
}

function judged({ status, assertionResults }: File, error: string): Omit<Trial, "file"> {
  const test = assertionResults.find((one) => one.status === "failed");
  if (test) return { outcome: "failed", by: test.fullName.trim() };
  if (status === "failed") {
    const isPrepared = assertionResults.length > 0 && !error.includes("timed out");
    return { outcome: isPrepared ? "failed" : "broken", by: error };
  }
  const passed = assertionResults.some((one) => one.status === "passed");
  return { outcome: passed ? "passed" : "skipped", by: "" };
}

async function vitest(root: string, args: string[]): Promise<{ code: number | null; text: string }> {
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [program, "run", ...args], {
    cwd: root,
    env: { ...process.env, RACES: process.env.RACES ?? "0.02", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  const end = () => child.kill();
  process.prependOnceListener("exit", end);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  process.off("exit", end);
  return { code: await code, text: said.join("\n") };
}
