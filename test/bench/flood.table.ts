import { availableParallelism } from "node:os";
import { plain } from "../support/markdown.ts";
import { type Flooded, MOST, SIGNING_IN } from "./flood.ts";
import { CLIENTS } from "./peers.ts";
import { titles } from "./processes.ts";
import { milliseconds, times } from "./table.ts";

const HEAD = [
  `catalogue at ${CLIENTS} clients`,
  "answered by",
  "p50 · p99 ms",
  `beside ${SIGNING_IN} clients that sign in`,
  "at",
  "hashed a second",
  "p99, times",
  "aim",
];

/** In Markdown: the README's table, and what it comes to. */
export const floodTable = (all: Flooded[]): string =>
  `${plain([HEAD, ...all.map(line)])}\n\n${conclusion(all)}`;

/** The page's section. */
export const floodSection = (all: Flooded[]): string =>
  `<h2>Beside a flood of sign-ins</h2>\n<p>${conclusion(all)}</p>\n<div class="wide"><table><tr><th>${HEAD.join("<th>")}${all
    .map((row) => {
      const cells = line(row);
      const verdict = cells.pop()?.replaceAll("**", "");
      return `<tr><td>${cells.join("<td>")}<td class="${row.times <= MOST ? "met" : "missed"}">${verdict}`;
    })
    .join("\n")}</table></div>`;

/** In one line. That everything shares the cores is shown by who has no part in the flood and loses as well. */
function conclusion(all: Flooded[]): string {
  const span = (rows: Flooded[]) => {
    const sorted = rows.map(({ times }) => times).sort((one, other) => one - other);
    return `${times(sorted[0] ?? Number.NaN)} to ${times(sorted.at(-1) ?? Number.NaN)}`;
  };
  return (
    `Beside the flood the shop's p99 is ${span(all.filter(hasPart))} times what it is alone (aim: ${MOST} at most); that of bare Hono, which ` +
    `has no part in it, ${span(all.filter((row) => !hasPart(row)))}: all of it shares ${availableParallelism()} cores here. In Lambda an ` +
    "instance that hashes answers nobody else, and has a processor of its own."
  );
}

const hasPart = ({ asked }: Flooded): boolean => asked !== "bare" && asked !== "floor";

function line(row: Flooded): string[] {
  const latency = ({ p50, p99 }: Flooded["alone"]) => `${milliseconds(p50)} · ${milliseconds(p99)}`;
  return [
    row.title,
    titles[row.asked],
    latency(row.alone),
    latency(row.beside),
    titles[row.flooded],
    row.hashed.toFixed(1),
    times(row.times),
    row.invalid ? `invalid: ${row.invalid}` : verdict(row),
  ];
}

function verdict(row: Flooded): string {
  if (!hasPart(row)) return "";
  return row.times <= MOST ? `met: ${MOST} at most` : `**missed**: ${MOST} at most`;
}
