import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { costOf, type Item, journey } from "./cost.ts";
import { costOfImages, costOfOrders, costOfWebhooks, work } from "./merchant.cost.ts";
import type { Metered } from "./meter.ts";
import prices from "./prices.json" with { type: "json" };

export interface Row {
  id: string;
  warm: Metered;
  cold: Metered;
}

const FILE = fileURLToPath(new URL("../bench/out/budgets.html", import.meta.url));

/** Writes the budgets and costs as an HTML page, and returns them as text. */
export function report(rows: Row[]): string {
  const sections = [
    {
      title: "Calls and units of one request",
      head: [
        "route",
        "warm: DynamoDB · Aurora · SQS",
        "units read · written",
        "cold: DynamoDB · Aurora · SQS",
        "units read · written",
        "bytes",
      ],
      rows: rows.map(({ id, warm, cold }) => [
        id,
        `${warm.dynamodb} · ${warm.aurora} · ${warm.sqs}`,
        `${warm.reads} · ${warm.writes}`,
        `${cold.dynamodb} · ${cold.aurora} · ${cold.sqs}`,
        `${cold.reads} · ${cold.writes}`,
        String(warm.bytes),
      ]),
    },
    orders(rows),
    costs(
      `1,000 orders, the merchant's side, in dollars: ${inWords(work)}, four events, two mails`,
      costOfOrders(1_000),
    ),
    costs("1,000 images of 12 megapixels, in dollars", costOfImages(1_000)),
    costs("1,000 deliveries of webhooks, in dollars, beyond their events", costOfWebhooks(1_000)),
    {
      title: `A month without traffic, in dollars (${prices.region}, prices of ${prices.date})`,
      head: ["what", "a developer's stage", "production"],
      rows: [
        ...prices.monthAtRest.map(({ what, alice, production }) => [
          what,
          alice.toFixed(2),
          production.toFixed(2),
        ]),
        ["total", total("alice").toFixed(2), total("production").toFixed(2)],
      ],
    },
  ];
  mkdirSync(new URL("../bench/out/", import.meta.url), { recursive: true });
  writeFileSync(FILE, page(sections));
  return `${sections.map(text).join("\n\n")}\n\nHTML page: test/bench/out/budgets.html`;
}

interface Section {
  title: string;
  head: string[];
  rows: string[][];
}

function orders(rows: Row[]): Section {
  // Assumes that half of the requests that reach the shop find an empty cache, which is more than in practice.
  const mixed = Object.fromEntries(
    rows.map(({ id, warm, cold }) => [id, id in journey ? half(warm, cold) : warm]),
  );
  const served = prices.assumed.servedByEdge * 100;
  return costs(
    `1,000 orders with their browsing, in dollars: ${inWords(journey)}; ${served} % of the catalogue reads are answered by the edge`,
    costOf(1_000, mixed),
  );
}

const inWords = (times: Record<string, number>): string =>
  Object.entries(times)
    .map(([id, count]) => `${count} × ${id}`)
    .join(", ");

function costs(title: string, items: Item[]): Section {
  const sum = items.reduce((all, { cost }) => all + cost, 0);
  return {
    title,
    head: ["what", "count", "cost"],
    rows: [
      ...items.map(({ what, count, cost }) => [
        what,
        count < 10 ? count.toFixed(2) : Math.round(count).toLocaleString("en-US"),
        cost.toFixed(4),
      ]),
      ["total, without Aurora's capacity", "", sum.toFixed(4)],
    ],
  };
}

const half = (one: Metered, other: Metered): Metered => ({
  ...one,
  reads: (one.reads + other.reads) / 2,
  writes: (one.writes + other.writes) / 2,
  aurora: (one.aurora + other.aurora) / 2,
});

const total = (stage: "alice" | "production"): number =>
  prices.monthAtRest.reduce((sum, item) => sum + item[stage], 0);

function text({ title, head, rows }: Section): string {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [title, "", line(head), ...rows.map(line)].join("\n");
}

const page = (sections: Section[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>MyClothes: what a request costs</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9em }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent) }
</style>
<h1>What a request costs</h1>
${sections
  .map(
    ({ title, head, rows }) => `<h2>${title}</h2>
<table><tr>${head.map((cell) => `<th>${cell}`).join("")}
${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}`).join("")}`).join("\n")}
</table>`,
  )
  .join("\n")}
<p>Prices: ${[
  ...new Set([...Object.values(prices.million), ...prices.monthAtRest].map(({ source }) => source)),
]
  .map((source) => source.split(" ")[0])
  .map((url) => `<a href="${url}">${url}</a>`)
  .join(", ")}.
</html>
`;
