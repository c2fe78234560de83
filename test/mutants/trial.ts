import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";

export interface Trial {
  /** The first test that failed, or the error of what its file prepares: a stage that cannot be synthesised, say. */
  failed: string | undefined;
  /** The files with a test that passed: one without it was left out here, for want of PostgreSQL perhaps. */
  tried: string[];
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
 * machine that is busy fails one by chance. Throws where the tests could not be tried: then nothing has bitten.
 */
export async function run(root: string, files: string[], { first = false } = {}): Promise<Trial> {
  const report = join(root, "report.json");
  const said = await vitest(root, [
    ...files,
    "--retry=1",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile=${report}`,
    ...(first ? ["--bail=1"] : []),
  ]);
  const found: File[] = JSON.parse(await readFile(report, "utf8").catch(() => "{}")).testResults ?? [];
  const failed = found.find(({ status }) => status === "failed");
  const test = failed?.assertionResults.find(({ status }) => status === "failed");
  const error = /^.*Error: .*$/m.exec(said.text)?.[0].trim() ?? "The tests came to no end.";
  const isTried = failed ? test || (failed.assertionResults[0] && !/timed out/.test(error)) : said.code === 0;
  if (!isTried) throw new Error(error);
  const tried = found.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === "passed"),
  );
  return {
    failed: failed && (test?.fullName.trim() ?? error),
    tried: tried.map(({ name }) => relative(root, name)),
  };
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
