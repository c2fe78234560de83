import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";

export interface Trial {
  /** The first test that failed, or what kept tests from running that are there. */
  failed: string | undefined;
  /** The files with a test that passed: one without it was left out here, for want of PostgreSQL perhaps. */
  tried: string[];
}

/** As vitest's JSON reporter writes it. */
interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { title: string; status: string }[];
  }[];
}

/** Far more than any of these files takes. */
const LIMIT_MS = 240_000;

/**
 * Runs test files in the folder `root`. With `first`, up to the first test that fails; a test fails where it does so twice, since a
 * machine that is busy fails one by chance. Throws where the files do not even load: that is no test that bites.
 */
export async function run(root: string, files: string[], { first = false } = {}): Promise<Trial> {
  const report = join(root, "report.json");
  const flags = ["--reporter=json", `--outputFile=${report}`, "--retry=1", ...(first ? ["--bail=1"] : [])];
  const child = spawn(
    process.execPath,
    [join(root, "node_modules/vitest/vitest.mjs"), "run", ...files, ...flags],
    {
      cwd: root,
      env: { ...process.env, RACES: process.env.RACES ?? "0.02", NO_COLOR: "1" },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: LIMIT_MS,
    },
  );
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const end = () => child.kill();
  process.once("exit", end);
  const complaints = await text(child.stderr);
  const code = await closed;
  process.off("exit", end);
  const written = await readFile(report, "utf8").catch(() => undefined);
  if (!written) throw new Error(lastLine(complaints) || "It came to no end.");
  const { testResults }: Report = JSON.parse(written);
  const unloaded = testResults.find(
    ({ status, assertionResults }) => status === "failed" && !assertionResults[0],
  );
  if (unloaded) throw new Error(lastLine(unloaded.message));
  const failed = firstFailure(testResults);
  if (code !== 0 && !failed) throw new Error(lastLine(complaints));
  const tried = testResults.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === "passed"),
  );
  return { failed, tried: tried.map(({ name }) => relative(root, name)) };
}

function firstFailure(files: Report["testResults"]): string | undefined {
  for (const { status, message, assertionResults } of files) {
    const test = assertionResults.find((one) => one.status === "failed");
    if (test) return test.title;
    // What stands before the tests failed: a stage that cannot be synthesised, say.
    if (status !== "failed") continue;
    if (message.startsWith("Hook timed out")) throw new Error("This machine is too busy just now.");
    return message.split("\n")[0];
  }
  return undefined;
}

const lastLine = (lines: string): string => lines.trim().split("\n").at(-1) ?? "";
