/** A table in Markdown, its first line the head. */
export const plain = ([head = [], ...lines]: string[][]): string =>
  [head, head.map(() => "---"), ...lines].map(shown).join("\n");

/** The same, set so that it is read as it is: numbers to the right. */
export function aligned([head = [], ...lines]: string[][], isNumber: (column: number) => boolean): string {
  const widths = head.map((text, i) => Math.max(text.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const set = (line: string[]) =>
    shown(line.map((text, i) => (isNumber(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0))));
  const rule = widths.map((width, i) => (isNumber(i) ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2)));
  return [set(head), `|${rule.join("|")}|`, ...lines.map(set)].join("\n");
}

const shown = (line: string[]): string => `| ${line.join(" | ")} |`;
