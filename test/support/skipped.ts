import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Says why tests are skipped: at the end of a test run, or at once outside of one. */
export function noteSkipped(what: string, why: string): void {
  const line = `skipped: ${what}: ${why}`;
  if (process.env.SKIPPED) appendFileSync(process.env.SKIPPED, `${line}\n`);
  else console.warn(line);
}

/** Collects the notes of all test files. Returns a function that prints each once. */
export function collectSkipped(): () => void {
  const file = join(tmpdir(), `skipped-${process.pid}`);
  process.env.SKIPPED = file;
  return () => {
    if (!existsSync(file)) return;
    const lines = new Set(readFileSync(file, "utf8").trim().split("\n"));
    rmSync(file);
    for (const line of lines) console.log(line);
  };
}
