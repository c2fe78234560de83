import { plain } from "../support/markdown.ts";
import { AHEAD, ahead, CLIENTS, comparisons } from "./peers.ts";
import { titles } from "./processes.ts";
import type { Row } from "./results.ts";
import { milliseconds, times, whole } from "./table.ts";

const targets = ["bare", "door", "floor", "ceiling", "instance"] as const;

/** A line for each operation at 16 clients, in Markdown: the README's table. */
export function summary(rows: Row[]): string {
  const mine = rows.filter(({ clients }) => clients === CLIENTS);
  const head = [
    `req/s at ${CLIENTS} clients`,
    ...targets.map((target) => titles[target]),
    "its p50 · p99 ms",
    "aims",
  ];
  const lines = [...new Set(mine.map(({ title }) => title))].map((title) => {
    const row = (target: Row["target"]) => mine.find((one) => one.title === title && one.target === target);
    const instance = row("instance");
    const latency = instance ? `${milliseconds(instance.p50)} · ${milliseconds(instance.p99)}` : "–";
    return [title, ...targets.map((target) => rate(row(target))), latency, aims([row("door"), instance])];
  });
  return plain([head, ...lines]);
}

/** How far ahead of other shops one instance is, in Markdown: the README's second table. */
export function beside(rows: Row[]): string {
  const head = [
    `req/s at ${CLIENTS} clients`,
    "Medusa",
    "Vendure",
    titles.instance,
    titles.door,
    "times ahead",
  ];
  const lines = comparisons(rows).map((row) => {
    const times = ahead(row);
    return [
      row.title,
      ...[row.medusa, row.vendure, row.instance, row.door].map(whole),
      times < AHEAD ? `**${times.toFixed(1)}**` : times.toFixed(0),
    ];
  });
  return plain([head, ...lines]);
}

const rate = (row: Row | undefined): string => (row && !row.invalid ? whole(row.rate) : "–");

const aims = (rows: (Row | undefined)[]): string =>
  rows
    .flatMap((row) =>
      (row?.aims ?? []).map(({ of, least, met }) => {
        const ratio = times(of === "floor" ? (row?.ofFloor ?? Number.NaN) : (row?.ofCeiling ?? Number.NaN));
        return `${row?.target} ${ratio} (${least}) ${met ? "met" : "**missed**"}`;
      }),
    )
    .join("; ") || "–";
