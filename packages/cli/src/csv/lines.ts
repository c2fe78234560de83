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
}

/**
 * Reads a CSV file in UTF-8, with or without a byte order mark. Throws a UserError if the file cannot be read, or if its
 * first line lacks one of the `required` columns or names an unknown one.
 */
export function readLines(
  file: string,
  required: string[],
  optional: string[],
): { lines: Line[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  const records: { info: { lines: number }; record: Record<string, string> }[] = parse(readText(file), {
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    columns: (names: string[]) => checkColumns(file, names, required, optional),
    on_skip: (error) => {
      rejected.push({
        line: Number(error?.lines ?? 0),
        reason: "has another number of columns than the first line, or an unclosed quote",
      });
    },
  });
  return { lines: records.map(({ info, record }) => ({ number: info.lines, values: record })), rejected };
}

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
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => ![...required, ...optional].includes(name));
  if (missing.length === 0 && unknown.length === 0) return names;
  const faults = [
    missing.length > 0 && `lacks the columns ${missing.join(", ")}`,
    unknown.length > 0 && `has unknown columns: ${unknown.join(", ")}`,
  ];
  throw new UserError(
    `The first line of ${file} ${faults.filter(Boolean).join(" and ")}. Columns: ${[...required, ...optional].join(", ")}.`,
  );
}
