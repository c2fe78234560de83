import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for the files of one test file. */
export const folder = mkdtempSync(path.join(tmpdir(), "cli-"));

/** Writes these lines into a new CSV file. */
export function fileOf(...lines: string[]): string {
  const file = path.join(folder, `${crypto.randomUUID()}.csv`);
  writeFileSync(file, lines.join("\n"));
  return file;
}
