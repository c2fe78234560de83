/** A Markdown table. The first line is the head. */
export const plain = ([head = [], ...lines]: string[][]): string =>
  [head, head.map(() => "---"), ...lines].map(row).join("\n");

/** A Markdown table with aligned columns, so that its source is readable. Numbers are right-aligned. */
export function aligned([head = [], ...lines]: string[][], isNumber: (column: number) => boolean): string {
  const widths = head.map((text, i) => Math.max(text.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const align = (line: string[]) =>
    row(line.map((text, i) => (isNumber(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0))));
  const rule = widths.map((width, i) => (isNumber(i) ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2)));
  return [align(head), `|${rule.join("|")}|`, ...lines.map(align)].join("\n");
}

const row = (line: string[]): string => `| ${line.join(" | ")} |`;
