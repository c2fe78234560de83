import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasTests, type Row } from "./part.ts";
import { parts } from "./promises.ts";

export const ROWS = path.join(import.meta.dirname, "rows.json");

/** The stored results in the order of the promises. Results of deleted tests are left out, unless they are BROKEN. */
export function readRows(file = ROWS): Row[] {
  return ordered(JSON.parse(readFileSync(file, "utf8")));
}

/** Stores a run's results. A promise that the run could not test keeps its earlier result. */
export function saveRows(rows: Row[], file = ROWS): void {
  const before = readRows(file);
  const now = rows.map((row) => {
    const old = before.find(({ id }) => id === row.id);
    return old && row.result === "not run" ? { ...old, skipped: old.result !== "not run" } : row;
  });
  const rest = before.filter(({ id }) => !now.some((row) => row.id === id));
  writeFileSync(file, inLines(ordered([...rest, ...now])));
}

function ordered(rows: Row[]): Row[] {
  return parts.flatMap(({ promises }) =>
    promises.flatMap((promised) => {
      const row = rows.find(({ id }) => id === promised.id);
      return row && (row.result === "BROKEN" || hasTests(promised)) ? row : [];
    }),
  );
}

/** One line for each row, so that diffs are small. */
const inLines = (rows: Row[]): string => `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
