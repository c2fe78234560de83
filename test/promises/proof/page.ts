import { aligned } from "../../support/markdown.ts";
import type { Row } from "./part.ts";

const HEAD = ["", "promise", "trials", "faults met", "engines", "seed", "result", "on"];

/** The results as a table in Markdown, set so that they are read as they are, below what they were shown on. */
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

/** `readme` with `results` in the place of those of the last time. */
export function replaced(readme: string, results: string): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`test/README.md has no place for the results: ${BEGIN} … ${END}`);
  return `${readme.slice(0, from)}${BEGIN}\n${results}\n${readme.slice(to)}`;
}
