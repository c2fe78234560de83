import { plain } from "../support/markdown.ts";
import { milliseconds, type Row } from "./measure.ts";
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

/** A Markdown table with one line for each operation. Empty without rows. */
export function summary(rows: Row[], clients: number): string {
  const names = Object.keys(titles) as Name[];
  const lines = [...new Set(rows.map(({ title }) => title))].map((title) => {
    const found = names.map((name) => find(rows, title, name));
    const instance = find(rows, title, "instance");
    const latency = instance ? `${milliseconds(instance.p50)} · ${milliseconds(instance.p99)}` : "–";
    return [
      title,
      found.find(Boolean)?.calls ?? "–",
      ...found.map(rate),
      latency,
      found.flatMap((row) => row?.aims ?? []).join("; ") || "–",
    ];
  });
  const head = [`req/s at ${clients} clients`, "calls", ...Object.values(titles), "its p50 · p99 ms", "aims"];
  return lines.length > 0 ? plain([head, ...lines]) : "";
}

/** A Markdown table beside other shops. Empty if nothing comparable was measured. */
export function besidePeers(rows: Row[], clients: number): string {
  const lines = PEERS.flatMap(({ title, ours, medusa, vendure }) => {
    const [instance, gateway] = [find(rows, ours, "instance"), find(rows, ours, "gateway")];
    if (!instance || !gateway || instance.invalid || gateway.invalid) return [];
    const ahead = instance.rate / Math.max(medusa, vendure);
    const shown = ahead < AHEAD ? `**${ahead.toFixed(1)}**` : ahead.toFixed(0);
    return [[title, ...[medusa, vendure, instance.rate, gateway.rate].map(whole), shown]];
  });
  const ours = [titles.instance, titles.gateway];
  const head = [`req/s at ${clients} clients`, "Medusa", "Vendure", ...ours, "times as fast"];
  return lines.length > 0 ? plain([head, ...lines]) : "";
}

const find = (rows: Row[], title: string, target: Name) =>
  rows.find((row) => row.title === title && row.target === target);
const rate = (row?: Row): string => (row?.invalid ? `invalid: ${row.invalid}` : row ? whole(row.rate) : "–");
const whole = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US");
