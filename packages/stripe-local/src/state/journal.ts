import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A row of a table, as it was stored last. Null: it was removed. */
export type Entry = [table: string, id: string, row: { id: string } | null];

export interface Journal {
  entries: Entry[];
  /** Writes the entries before it returns. They survive `kill -9`. */
  append(entries: Entry[]): void;
  /** Replaces the file by these entries. */
  replace(entries: Entry[]): void;
}

const NAME = "journal.jsonl";

/** Nothing is kept. */
const inMemory: Journal = { entries: [], append: () => {}, replace: () => {} };

/**
 * Opens the journal in the folder: one line for each request, with the rows that it stored. Without a folder, nothing is kept.
 */
export function openJournal(folder: string | undefined): Journal {
  if (folder === undefined) return inMemory;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, NAME);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split("\n");
  // A process that died while it wrote left a part of a line. That request was never answered.
  lines.pop();
  const lineOf = (entries: Entry[]) => `${JSON.stringify(entries)}\n`;
  const read = (line: string, i: number): Entry[] => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(`${file} cannot be opened (line ${i + 1} is damaged)`);
    }
  };
  return {
    entries: lines.flatMap(read),
    append: (entries) => appendFileSync(file, lineOf(entries)),
    replace(entries) {
      // Never empty, so that a lost file is noticed.
      writeFileSync(`${file}.new`, lineOf(entries));
      renameSync(`${file}.new`, file);
    },
  };
}
