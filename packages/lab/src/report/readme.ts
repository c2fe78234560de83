import type { Table } from "../runner/chapter.ts";
import type { Story } from "./report.ts";

/** Puts the figures of each chapter between its marks, `<!-- carts -->` and `<!-- /carts -->`. The story around them stays. */
export function fillReadme(readme: string, { told, machine, seed }: Story): string {
  return told.reduce((text, { chapter: { name }, trials, result }) => {
    const source = `<sub>Seed ${seed}, ${trials} trials. ${machine}.</sub>`;
    const figures = [
      ...result.tables.map(markdown),
      ...result.lessons.map((lesson) => `- ${lesson}`),
      ...result.missing.map((reason) => `- Not measured: ${reason}`),
    ];
    const body = figures.reduce(
      (all, part) => all + (part.startsWith("- ") && all.includes("\n- ") ? "\n" : "\n\n") + part,
      "",
    );
    const marks = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    return text.replace(marks, (_, before, after) => `${before}${body}\n\n${source}\n${after}`);
  }, readme);
}

const cell = (value: string | number) => String(value).replaceAll("|", "\\|");

function markdown({ title, columns, rows, note }: Table): string {
  const line = (cells: (string | number)[]) => `| ${cells.map(cell).join(" | ")} |`;
  const ruler = `|${columns.map((_, column) => (column ? "--:" : "---")).join("|")}|`;
  return [`**${title}**`, "", line(columns), ruler, ...rows.map(line), ...(note ? ["", note] : [])].join(
    "\n",
  );
}
