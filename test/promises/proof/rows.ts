import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasTests, type Row, root } from "./part.ts";
import { parts } from "./promises.ts";

export const ROWS = path.join(root, "test", "proof", "rows.json");

/** What has been shown so far, in the order of the promises. Of tests that are gone only that they are. */
export function kept(file = ROWS): Row[] {
  return ordered(JSON.parse(readFileSync(file, "utf8")));
}

/** Keeps what a run has shown. What it could not try stays as it was shown before. */
export function keep(rows: Row[], file = ROWS): void {
  const before = kept(file);
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

/** A line for each, so that a change of one is a change of a line. */
const inLines = (rows: Row[]): string => `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
