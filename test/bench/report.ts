import { plain } from "../support/markdown.ts";
import type { Row } from "./measure.ts";
import { type Name, titles } from "./targets.ts";

/** How many times faster than other shops one instance shall be. */
const AHEAD = 10;

/**
 * Requests a second at 16 clients of Medusa 2.21 and Vendure 3.7, on another machine: 4 cores, Node 20, PostgreSQL 15 with fsync,
 * production mode, one process, 1,020 products with 3,060 variants, on localhost without TLS. `ours`: our same operation.
 */
const PEERS = [
  { title: "list of 20, with prices and stock", ours: "list of 20 products", medusa: 7.6, vendure: 21.5 },
  { title: "list of 20, their cheapest way", ours: "list of 20 products", medusa: 16, vendure: 146 },
  { title: "one product", ours: "one product", medusa: 33, vendure: 161 },
  { title: "add to a cart", ours: "add to a cart of 3", medusa: 6, vendure: 78 },
  { title: "read a cart of 3", ours: "read a cart of 3", medusa: 43, vendure: 160 },
  { title: "read a cart of 20", ours: "read a cart of 20", medusa: 30, vendure: 53 },
  { title: "checkout: their six requests, our one", ours: "order a cart of 3", medusa: 1.1, vendure: 12.9 },
];

/** One line for each operation, in Markdown: the README's first table. */
export function summary(rows: Row[], clients: number): string {
  const head = [`req/s at ${clients} clients`, ...Object.values(titles), "its p50 · p99 ms", "aims"];
  const lines = [...new Set(rows.map(({ title }) => title))].map((title) => {
    const row = (target: Name) => rows.find((one) => one.title === title && one.target === target);
    const instance = row("instance");
    const latency = instance ? `${milliseconds(instance.p50)} · ${milliseconds(instance.p99)}` : "–";
    const rates = (Object.keys(titles) as Name[]).map((target) => rate(row(target)));
    return [title, ...rates, latency, aimsOf([row("door"), instance])];
  });
  return plain([head, ...lines]);
}

/** Beside other shops: the README's second table. */
export function besidePeers(rows: Row[], clients: number): string {
  const head = [
    `req/s at ${clients} clients`,
    "Medusa",
    "Vendure",
    titles.instance,
    titles.door,
    "times ahead",
  ];
  const lines = PEERS.flatMap(({ title, ours, medusa, vendure }) => {
    const row = (target: Name) =>
      rows.find((one) => one.title === ours && one.target === target && !one.invalid)?.rate;
    const [instance, door] = [row("instance"), row("door")];
    if (!instance || !door) return [];
    const ahead = instance / Math.max(medusa, vendure);
    const shown = ahead < AHEAD ? `**${ahead.toFixed(1)}**` : ahead.toFixed(0);
    return [[title, ...[medusa, vendure, instance, door].map(whole), shown]];
  });
  return plain([head, ...lines]);
}

const aimsOf = (rows: (Row | undefined)[]): string =>
  rows
    .flatMap((row) =>
      (row?.aims ?? []).map(
        ({ ratio, least, met }) =>
          `${row?.target} ${ratio.toFixed(2)} (${least}) ${met ? "met" : "**missed**"}`,
      ),
    )
    .join("; ") || "–";

const rate = (row: Row | undefined): string => {
  if (!row) return "–";
  return row.invalid ? `invalid: ${row.invalid}` : whole(row.rate);
};
const whole = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US");
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
