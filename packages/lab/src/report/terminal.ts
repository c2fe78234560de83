import { isAsExpected, type Table } from "../runner/chapter.ts";
import { outcome, type Story } from "./report.ts";

/** The whole report as text. */
export function terminal({ told, machine, seed, seconds }: Story): string {
  const parts = told.map(({ chapter, result }) =>
    [
      `\n${chapter.number}. ${chapter.title}\n${chapter.question}`,
      ...result.tables.map(textTable),
      [
        "What must hold",
        ...result.checks.map(
          (check) =>
            `  ${isAsExpected(check) ? " " : "!"} ${check.system}: ${check.invariant}: ${outcome(check)}`,
        ),
      ].join("\n"),
      result.lessons.map((lesson) => `- ${lesson}`).join("\n"),
      ...result.missing.map((reason) => `Not measured: ${reason}`),
    ].join("\n\n"),
  );
  return `${parts.join("\n\n")}\n\n${machine}\nseed ${seed}, ${Math.round(seconds)} s`;
}

function textTable({ title, columns, rows, note }: Table): string {
  const all = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  "),
  );
  return [title, ...lines.map((line) => `  ${line}`), ...(note ? [`  ${note}`] : [])].join("\n");
}
