import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { recordTrials } from "../../support/proof.ts";
import { apply, copy, fits } from "./copy.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { type FileResult, runTests } from "./run-tests.ts";

const HELP = `npm run test:mutants -- [flags]    seeds faults into copies of the code, one at a time, and checks that the tests catch them
  --only <part of a name>   only the faults with this text in their names; can be repeated
  --list                    prints the faults without running tests`;

const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
/** The number of concurrent test runs. Each starts its own engines. */
const AT_ONCE = 2;

interface Verdict {
  mutant: Mutant;
  /** `left out`: its tests cannot run on this machine. `broken`: its text was not found, or its tests did not run. */
  outcome: "caught" | "survived" | "left out" | "broken";
  /** The test that caught it, or the error. */
  by: string;
  ms: number;
}

/** Retries, because a process that was just killed may still write. */
const clean = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Runs `work` in a new copy of the project, which is deleted afterwards. */
async function inCopy<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(temporary, name);
  await copy(root, folder);
  try {
    return await work(folder);
  } finally {
    clean(folder);
  }
}

async function judge(
  mutant: Mutant,
  name: string,
  unchanged: FileResult[],
): Promise<Omit<Verdict, "mutant" | "ms">> {
  const found = await fits(root, mutant);
  if (found !== 1) return { outcome: "broken", by: `its text occurs ${found} times in ${mutant.file}` };
  const lost = mutant.caughtBy.find((file) => !existsSync(join(root, file)));
  if (lost) return { outcome: "broken", by: `the file ${lost} does not exist` };
  const usable = unchanged.filter(({ file }) => mutant.caughtBy.includes(file));
  const failing = usable.find(({ outcome }) => outcome === "failed" || outcome === "broken");
  if (failing) return { outcome: "broken", by: `fails without the fault, too: ${failing.by}` };
  const files = usable.filter(({ outcome }) => outcome === "passed").map(({ file }) => file);
  if (files.length === 0) return { outcome: "left out", by: `${mutant.caughtBy.join(" ")} skipped here` };
  try {
    const results = await inCopy(name, async (folder) => {
      await apply(folder, mutant);
      return runTests(folder, files, { first: true });
    });
    const caught = results.find(({ outcome }) => outcome === "failed");
    if (caught) return { outcome: "caught", by: caught.by };
    const broken = results.find(({ outcome }) => outcome === "broken");
    return broken ? { outcome: "broken", by: broken.by } : { outcome: "survived", by: files.join(" ") };
  } catch (error) {
    return { outcome: "broken", by: (error as Error).message };
  }
}

async function judgeAll(chosen: Mutant[], unchanged: FileResult[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = [...chosen.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, mutant] = next;
      const started = performance.now();
      const verdict = {
        mutant,
        ...(await judge(mutant, String(i), unchanged)),
        ms: performance.now() - started,
      };
      verdicts[i] = verdict;
      const count = `${verdicts.filter(Boolean).length}/${chosen.length}`;
      console.log(
        `${count.padStart(7)}  ${verdict.outcome.padEnd(8)}  ${seconds(verdict.ms).padStart(7)}  ${mutant.name}`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return verdicts;
}

function table(verdicts: Verdict[]): string {
  const width = Math.max(...verdicts.map(({ mutant }) => mutant.name.length));
  return verdicts
    .map(({ mutant, outcome, by, ms }) =>
      [outcome.padEnd(8), seconds(ms).padStart(7), mutant.name.padEnd(width), by.slice(0, 110)].join("  "),
    )
    .join("\n");
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [""] },
      list: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const chosen = mutants.filter(({ name }) => values.only.some((part) => name.includes(part)));
  if (values.help) return print(HELP);
  if (chosen.length === 0) throw new Error(`No fault has "${values.only.join('" or "')}" in its name.`);
  if (values.list) return print(chosen.map(({ name, file }) => `${name}  (${file})`).join("\n"));

  const started = performance.now();
  const files = [...new Set(chosen.flatMap(({ caughtBy }) => caughtBy))];
  // Once here, so that the copies do not repeat it.
  if (files.some((file) => file.startsWith("test/infra/"))) await import("../../support/platform.ts");
  const unchanged = await inCopy("unchanged", (folder) => runTests(folder, files));
  const passed = unchanged.filter(({ outcome }) => outcome === "passed").length;
  const took = seconds(performance.now() - started);
  console.log(`${passed} of ${files.length} test files pass unchanged, in ${took}; ${chosen.length} faults:`);

  const verdicts = await judgeAll(chosen, unchanged);
  const count = (outcome: Verdict["outcome"]) => verdicts.filter((one) => one.outcome === outcome).length;
  const counts = (["caught", "survived", "broken", "left out"] as const)
    .map((outcome) => `${count(outcome)} ${outcome}`)
    .join(", ");
  recordTrials({ promise: "O8", trials: chosen.length, faults: count("caught") });
  console.log(`\n${table(verdicts)}\n\n${counts}, in ${seconds(performance.now() - started)}`);
  return count("survived") + count("broken") > 0 ? 1 : 0;
}

function print(lines: string): number {
  console.log(lines);
  return 0;
}

const temporary = mkdtempSync(join(realpathSync(tmpdir()), "mutants-"));
process.once("exit", () => clean(temporary));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
