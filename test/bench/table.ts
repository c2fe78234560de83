import { aligned } from "../support/markdown.ts";
import { titles } from "./processes.ts";
import type { Row } from "./results.ts";

const HEAD = [
  "operation",
  "clients",
  "answered by",
  "req/s",
  "p50 ms",
  "p99 ms",
  "of floor",
  "of ceiling",
  "CPU ms",
  "aim",
];

/** The rows in Markdown, set so that they are read as they are. */
export function table(rows: Row[]): string {
  const lines = rows.map((row) => [
    row.title,
    String(row.clients),
    titles[row.target],
    whole(row.rate),
    milliseconds(row.p50),
    milliseconds(row.p99),
    ...(row.target !== "door" && row.target !== "instance"
      ? ["", ""]
      : [times(row.ofFloor), times(row.ofCeiling)]),
    Number.isNaN(row.cpuMs) ? "–" : row.cpuMs.toFixed(2),
    row.invalid ? `invalid: ${row.invalid}` : verdict(row),
  ]);
  return aligned([HEAD, ...lines], isNumber);
}

const isNumber = (column: number): boolean => column === 1 || (column > 2 && column < 9);

export const verdict = ({ aims }: Row): string =>
  aims.map(({ of, least, met }) => `${met ? "met" : "missed"}: ${least} of the ${of}`).join("; ");

export const whole = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US");
export const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
export const times = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(2));
