import { availableParallelism } from "node:os";
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

const NOTE = `All of it shares ${availableParallelism()} cores here: what bare Hono loses, which has no part in it, is the machine's share. In
Lambda an instance that hashes answers nobody else, and has a processor of its own.`;

/** In Markdown: the README's table. */
export const floodTable = (all: Flooded[]): string =>
  `${[HEAD, HEAD.map(() => "---"), ...all.map(line)].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n${NOTE}`;

/** The page's section. */
export const floodSection = (all: Flooded[]): string =>
  `<h2>Beside a flood of sign-ins</h2>\n<p>${NOTE}</p>\n<div class="wide"><table><tr><th>${HEAD.join("<th>")}${all
    .map((row) => `<tr><td>${line(row).join("<td>").replaceAll("**", "")}`)
    .join("\n")}</table></div>`;

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

function verdict({ asked, times }: Flooded): string {
  if (asked === "bare" || asked === "floor") return "";
  return times <= MOST ? `met: ${MOST} at most` : `**missed**: ${MOST} at most`;
}
