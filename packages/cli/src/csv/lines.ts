import { readFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";
import { parse } from "csv-parse/sync";

/** One line of a CSV file, by the names of its columns. Text is trimmed. */
export interface Line {
  /** The line in the file, where the first one has the number 1. */
  number: number;
  values: Record<string, string>;
}

/** A line that cannot be used, and why. */
export interface Rejected {
  line: number;
  reason: string;
  /** Of a line with too many or too few columns: what it has in the place of each column. */
  values?: Record<string, string>;
}

/**
 * Reads a CSV file in UTF-8, with or without a byte order mark. Throws a UserError if the file cannot be read, if its first line
 * lacks one of the `required` columns, names an unknown one or names one twice, or if a quotation mark is missing: then nobody
 * knows where its lines end.
 */
export function readLines(
  file: string,
  required: string[],
  optional: string[],
): { lines: Line[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  let names: string[] = [];
  let unclosed: number | undefined;
  const records: { info: { lines: number }; record: Record<string, string> }[] = parse(readText(file), {
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    columns: (first: string[]) => {
      names = checkColumns(file, first, required, optional);
      return names;
    },
    on_skip: (error) => {
      const line = Number(error?.lines ?? 0);
      if (error?.code !== "CSV_RECORD_INCONSISTENT_COLUMNS") unclosed ??= line;
      else
        rejected.push({
          line,
          reason: "has another number of columns than the first line",
          values: byName(names, error.record as string[]),
        });
    },
  });
  if (unclosed !== undefined)
    throw new UserError(
      `${file} has a wrong quotation mark in line ${unclosed} or before it, so its lines cannot be told apart. Nothing was imported. Write a quotation mark inside a text twice, and the text in quotation marks.`,
    );
  if (names.length === 0)
    throw new UserError(`${file} is empty. Columns: ${[...required, ...optional].join(", ")}.`);
  return { lines: records.map(({ info, record }) => ({ number: info.lines, values: record })), rejected };
}

const byName = (names: string[], record: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name, i) => (record[i] === undefined ? [] : [[name, record[i]]])));

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === "ERR_ENCODING_INVALID_ENCODED_DATA"
        ? `${file} is not in UTF-8. Save it as "CSV UTF-8".`
        : `${file} cannot be read: ${(error as Error).message}`,
    );
  }
}

function checkColumns(file: string, names: string[], required: string[], optional: string[]): string[] {
  if (names.length === 1 && /[;\t]/.test(names[0] ?? ""))
    throw new UserError(`${file} has other separators. Save it with commas between the columns.`);
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => ![...required, ...optional].includes(name));
  const repeated = names.filter((name, i) => names.indexOf(name) < i);
  if (missing.length === 0 && unknown.length === 0 && repeated.length === 0) return names;
  const faults = [
    missing.length > 0 && `lacks the columns ${missing.join(", ")}`,
    unknown.length > 0 && `has unknown columns: ${unknown.join(", ")}`,
    repeated.length > 0 && `has a column twice: ${repeated.join(", ")}`,
  ];
  throw new UserError(
    `The first line of ${file} ${faults.filter(Boolean).join(" and ")}. Columns: ${[...required, ...optional].join(", ")}.`,
  );
}
