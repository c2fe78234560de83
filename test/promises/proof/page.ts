import { aligned } from "../../support/markdown.ts";
import type { Row } from "./part.ts";

const HEAD = ["", "promise", "trials", "faults", "engines", "seed", "result", "on"];

/** The results as an aligned Markdown table, below the machines that produced them. */
export function page(rows: Row[]): string {
  const machines = [...new Set(rows.map(({ machine }) => machine))].join("; and on ");
  const lines = rows.map(({ id, says, trials, faults, engines, seeds, result, on, skipped }) => [
    id,
    says,
    result === "not run" ? "–" : number(trials),
    faults === undefined ? "" : number(faults),
    engines,
    seeds.join(", "),
    result,
    `${on}${skipped ? ", skipped since" : ""}`,
  ]);
  return `On ${machines}:\n\n${aligned([HEAD, ...lines], (column) => column === 2 || column === 3)}`;
}

const number = (value: number): string => value.toLocaleString("en-US");

const [BEGIN, END] = ["<!-- proof -->", "<!-- /proof -->"];

/** Replaces the results in `readme` between their two marks. */
export function replaced(readme: string, results: string): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`test/README.md has no place for the results: ${BEGIN} … ${END}`);
  return `${readme.slice(0, from)}${BEGIN}\n${results}\n${readme.slice(to)}`;
}
