import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { recordTrials } from "../../support/proof.ts";
import { apply, copy, fits } from "./copy.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { run, type Trial } from "./run-tests.ts";

const HELP = `npm run test:mutants -- [flags]    seeds faults, one at a time, and sees whether the tests catch them
  --only <part of a name>   those faults alone; as often as needed
  --list                    names them, and does nothing`;

const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
/** Each starts engines of its own. */
const AT_ONCE = 2;

interface Verdict {
  mutant: Mutant;
  /** `left out`: its tests do not run on this machine. `broken`: there is no such text any more, or the tests did not run. */
  outcome: "caught" | "survived" | "left out" | "broken";
  /** The test that caught it, or what is wrong. */
  by: string;
  ms: number;
}

/** What has been killed a moment ago may still write. */
const clean = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Each in a copy of its own, which is gone afterwards. */
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
  unchanged: Trial[],
): Promise<Omit<Verdict, "mutant" | "ms">> {
  const found = await fits(root, mutant);
  if (found !== 1) return { outcome: "broken", by: `its text is ${found} times in ${mutant.file}` };
  const lost = mutant.caughtBy.find((file) => !existsSync(join(root, file)));
  if (lost) return { outcome: "broken", by: `there is no ${lost}` };
  const usable = unchanged.filter(({ file }) => mutant.caughtBy.includes(file));
  const failing = usable.find(({ outcome }) => outcome === "failed" || outcome === "broken");
  if (failing) return { outcome: "broken", by: `fails without a fault too: ${failing.by}` };
  const files = usable.filter(({ outcome }) => outcome === "passed").map(({ file }) => file);
  if (files.length === 0) return { outcome: "left out", by: `${mutant.caughtBy.join(" ")} skipped here` };
  try {
    const trials = await inCopy(name, async (folder) => {
      await apply(folder, mutant);
      return run(folder, files, { first: true });
    });
    const caught = trials.find(({ outcome }) => outcome === "failed");
    if (caught) return { outcome: "caught", by: caught.by };
    const broken = trials.find(({ outcome }) => outcome === "broken");
    return broken ? { outcome: "broken", by: broken.by } : { outcome: "survived", by: files.join(" ") };
  } catch (error) {
    return { outcome: "broken", by: (error as Error).message };
  }
}

async function judgeAll(chosen: Mutant[], unchanged: Trial[]): Promise<Verdict[]> {
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
  if (chosen.length === 0) throw new Error(`No fault is called "${values.only.join('" or "')}".`);
  if (values.list) return print(chosen.map(({ name, file }) => `${name}  (${file})`).join("\n"));

  const started = performance.now();
  const files = [...new Set(chosen.flatMap(({ caughtBy }) => caughtBy))];
  // Once, and not in every copy.
  if (files.some((file) => file.startsWith("test/infra/"))) await import("../../support/platform.ts");
  const unchanged = await inCopy("unchanged", (folder) => run(folder, files));
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
