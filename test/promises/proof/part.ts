import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { host } from "../../bench/machine.ts";
import type { Trials } from "../../support/proof.ts";
import { type File, failsItself, filesOf, vitest } from "../../support/vitest.ts";
import type { Part, Promised } from "./promises.ts";

export interface Row extends Pick<Promised, "id" | "says"> {
  trials: number;
  faults: number | undefined;
  seeds: number[];
  engines: string;
  result: "held" | "BROKEN" | "not run";
  /** The day of the run (UTC), and its machine. */
  on: string;
  machine: string;
  /** The last run could not test it, for example without PostgreSQL. The result is an earlier run's. */
  skipped?: boolean;
}

type Note = Partial<Trials> & { dynamo?: string };

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs a part's tests, which print their own progress. `isFull`: with full counts. */
export async function prove(part: Part, isFull: boolean): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "proof-"));
  try {
    const notes = path.join(folder, "notes");
    const env = { ...process.env, ...(isFull && part.env), PROOF: notes };
    if (part.program) {
      const code = await node(["--import", "tsx", part.program], env);
      return rows(part, read(notes), () => [code === 0 ? "passed" : "failed"]);
    }
    const reports = Array.from({ length: part.processes ?? 1 }, (_, i) => path.join(folder, `${i}.json`));
    const codes = await Promise.all(reports.map((report, i) => tested(part, report, i, env)));
    const results = reports.flatMap(filesOf);
    // A run that fails without a failing test, for example by an uncaught error, proves nothing.
    const failed = results.some(({ status }) => status === "failed");
    const isUseless = codes.some((code) => code !== 0) && !failed;
    return rows(part, read(notes), (promised) => (isUseless ? ["failed"] : statuses(promised, results)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tested(part: Part, report: string, i: number, env: NodeJS.ProcessEnv): Promise<number | null> {
  const files = new Set(part.promises.flatMap(({ tests }) => tests));
  const args = vitest(root, report, [...files, "--reporter=verbose"]);
  return node(args, i === 0 ? env : { ...env, SEED: String(Number(env.SEED ?? 20_261_121) + i) });
}

function node(args: string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  return new Promise((resolve) => child.once("close", resolve));
}

const read = (notes: string): Note[] =>
  existsSync(notes)
    ? readFileSync(notes, "utf8")
        .split("\n")
        .flatMap((line) => (line ? [JSON.parse(line)] : []))
    : [];

function rows(part: Part, notes: Note[], statusesOf: (promised: Promised) => string[]): Row[] {
  const on = new Date().toISOString().slice(0, 10);
  const engines = [notes.find(({ dynamo }) => dynamo)?.dynamo, part.database].filter(Boolean).join(", ");
  return part.promises.map((promised) => {
    const { id, says } = promised;
    const records = notes.filter(({ promise }) => promise === id);
    const found = statusesOf(promised);
    const faults = records.flatMap((note) => note.faults ?? []);
    return {
      id,
      says,
      trials: sum(records.map(({ trials = 0 }) => trials)) || found.filter((one) => one === "passed").length,
      faults: faults.length > 0 ? sum(faults) : undefined,
      seeds: [...new Set(records.flatMap(({ seed }) => seed ?? []))].sort((a, b) => a - b),
      engines,
      result: judged(found),
      on,
      machine: host(),
    };
  });
}

function statuses({ tests, named = "" }: Promised, results: File[]): string[] {
  return tests.flatMap((test) => {
    const found = results
      .filter(({ name }) => name.includes(test))
      .flatMap((file) => {
        const counting = file.assertionResults.filter(({ fullName }) => fullName.includes(named));
        return [...(failsItself(file) ? ["failed"] : []), ...counting.map(({ status }) => status)];
      });
    // A promise without a test is not kept.
    return found.length > 0 ? found : ["failed"];
  });
}

/** Whether every test file of a promise exists. */
export const hasTests = ({ tests }: Promised): boolean => tests.every((test) => testFilesOf(test).length > 0);

/** The test files whose paths begin with `test`. */
export function testFilesOf(test: string): string[] {
  const at = test.lastIndexOf("/") + 1;
  const folder = path.join(root, test.slice(0, at));
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.startsWith(test.slice(at)) && name.endsWith(".test.ts"))
    .map((name) => path.join(folder, name));
}

function judged(statuses: string[]): Row["result"] {
  if (statuses.includes("failed")) return "BROKEN";
  return statuses.includes("passed") ? "held" : "not run";
}

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
