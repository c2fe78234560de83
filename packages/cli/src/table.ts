/** Rows as text with aligned columns. Numbers are aligned to the right. */
export function table(titles: string[], rows: unknown[][]): string {
  const cells = [
    titles,
    ...rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? "" : String(cell)))),
  ];
  // A call has no room for an argument for each of very many rows.
  const widths = titles.map((_, i) =>
    cells.reduce((width, row) => Math.max(width, (row[i] ?? "").length), 0),
  );
  const isNumeric = titles.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}

/** Minor units as a decimal number: 2599 is 25.99. */
export const decimal = (minor: number): string => (minor / 100).toFixed(2);
