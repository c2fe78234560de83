import { bars, line } from "./charts.ts";
import { floodSection } from "./flood.table.ts";
import type { Flooded } from "./flood.ts";
import { AHEAD, ahead, CLIENTS, type Comparison, comparisons } from "./peers.ts";
import { titles } from "./processes.ts";
import type { Row } from "./results.ts";
import { style } from "./style.ts";
import { milliseconds, times, verdict, whole } from "./table.ts";

/** All that was measured, as one page with nothing to fetch. */
export const page = (rows: Row[], flooded: Flooded[], machine: string, at: Date): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>MyClothes: figures</title>
<style>${style}</style>
<h1>What the shop answers in a second</h1>
<p>${at.toISOString().slice(0, 10)}, ${machine}. Clients, servers and engines shared this one machine, and each client asked again as
soon as it was answered. <b>${titles.bare}</b> sends the same bytes and does nothing for them; <b>${titles.floor}</b> does so behind
the small server that <b>${titles.ceiling}</b> and <b>${titles.instance}</b> stand behind too, which makes API Gateway's event of a
request; <b>${titles.ceiling}</b> makes the shop's own calls to the same engines, and no shop around them. The front door leads to three
instances.</p>
${rows.length > 0 ? operations(rows) : ""}
${flooded.length > 0 ? floodSection(flooded) : ""}
</html>
`;

const operations = (rows: Row[]): string => `<h2>The aims</h2>
${aims(rows)}
<h2>Operation by operation</h2>
<p>Requests a second; longer is better.</p>
${[...new Set(rows.map(({ title }) => title))].map((title) => `<h3>${title}</h3>${bars(rows.filter((row) => row.title === title))}`).join("\n")}
${beside(comparisons(rows))}
<h2>All figures</h2>
<div class="wide">${figures(rows)}</div>`;

const aims = (rows: Row[]): string =>
  `<table><tr><th>operation<th>clients<th>answered by<th>ratio<th>aim${rows
    .flatMap((row) =>
      row.aims.map(
        ({ of, least, met }) =>
          `<tr><td>${row.title}<td>${row.clients}<td>${titles[row.target]}<td>${times(of === "floor" ? row.ofFloor : row.ofCeiling)}` +
          `<td class="${met ? "met" : "missed"}">${met ? "met" : "missed"}: ${least} of ${of === "floor" ? floorOf(row) : titles.ceiling}`,
      ),
    )
    .join("\n")}</table>`;

const floorOf = ({ target }: Row): string => (target === "door" ? titles.bare : titles.floor);

function beside(compared: Comparison[]): string {
  if (compared.length === 0) return "";
  const behind = compared.filter((row) => ahead(row) < AHEAD);
  const conclusion =
    behind.length === 0
      ? `One instance is at least ${AHEAD} times ahead of the better of the two everywhere.`
      : `One instance is <b>not ${AHEAD} times ahead</b> of the better of the two at: ${behind.map((row) => `${row.title} (${times(ahead(row))} times)`).join("; ")}.`;
  return `<h2>Beside other shops</h2>
<p>Medusa 2.21 and Vendure 3.7 at ${CLIENTS} clients. <b>The machine was not the same</b>, and they ran on PostgreSQL 15: this is for
orientation, no more. ${conclusion}</p>
<p class="key">${["medusa", "vendure", "instance", "door"].map((who) => `<svg viewBox="0 0 14 14" class="dot"><circle class="${who}" cx="7" cy="7" r="6"/></svg> ${titles[who as "door"] ?? who[0]?.toUpperCase() + who.slice(1)}`).join(" &nbsp; ")}</p>
${line(compared)}
<div class="wide"><table><tr><th>operation<th>Medusa<th>Vendure<th>${titles.instance}<th>${titles.door}<th>instance, times the better of the two${compared
    .map(
      (row) =>
        `<tr><td>${row.title}<td>${whole(row.medusa)}<td>${whole(row.vendure)}<td>${whole(row.instance)}<td>${whole(row.door)}` +
        `<td class="${ahead(row) < AHEAD ? "missed" : "met"}">${times(ahead(row))}`,
    )
    .join("\n")}</table></div>`;
}

const figures = (rows: Row[]): string =>
  `<table><tr><th>operation<th>clients<th>answered by<th>req/s<th>p50 ms<th>p99 ms<th>of bare Hono<th>of the SDK alone<th>CPU ms<th>${rows
    .map(
      (row) =>
        `<tr><td>${row.title}<td>${row.clients}<td>${titles[row.target]}<td>${whole(row.rate)}<td>${milliseconds(row.p50)}<td>${milliseconds(row.p99)}` +
        `<td>${times(row.ofFloor)}<td>${times(row.ofCeiling)}<td>${Number.isNaN(row.cpuMs) ? "–" : row.cpuMs.toFixed(2)}` +
        (row.invalid ? `<td class="missed">invalid: ${row.invalid}` : `<td>${verdict(row)}`),
    )
    .join("\n")}</table>`;
