import { CLIENTS, type Comparison } from "./peers.ts";
import { titles } from "./processes.ts";
import type { Row } from "./results.ts";
import { whole } from "./table.ts";

const WIDTH = 720;
const LABEL = 190;
const LINE = 20;

/** Of one operation: a bar for each who answered, in a group for each number of clients. Bare Hono shows where it is the measure. */
export function bars(rows: Row[]): string {
  const catalogue = rows.some(({ aims }) => aims.some(({ of }) => of === "floor"));
  const shown = rows.filter(({ target }) => catalogue || (target !== "bare" && target !== "floor"));
  const most = Math.max(...shown.map(({ rate }) => rate));
  const groups = [...new Set(shown.map(({ clients }) => clients))];
  const height = LINE * (1 + shown.length / groups.length) + 6;
  const parts = groups.flatMap((clients, i) => {
    const y = i * height;
    const heading = `<text class="group" x="0" y="${y + LINE}">${clients} client${clients > 1 ? "s" : ""}</text>`;
    const mine = shown.filter((row) => row.clients === clients);
    return [heading, ...mine.map((row, line) => bar(row, most, y + 6 + LINE * (line + 1)))];
  });
  return svg(groups.length * height + 4, `${rows[0]?.title}: requests a second`, parts);
}

function bar({ target, rate, invalid }: Row, most: number, y: number): string {
  const width = Math.max(1, (rate / most) * (WIDTH - LABEL - 70));
  const end = invalid ? "invalid" : whole(rate);
  return (
    `<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${titles[target]}</text>` +
    `<rect class="${target}" x="${LABEL}" y="${y + 3}" width="${width.toFixed(1)}" height="${LINE - 6}" rx="2"/>` +
    `<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 14}">${end}</text>`
  );
}

const DECADES = [1, 10, 100, 1_000, 10_000, 100_000];

/** The peers and the shop on one logarithmic line for each operation: a step to the next mark is ten times. */
export function line(comparisons: Comparison[]): string {
  const label = 240;
  const x = (rate: number) => label + (Math.log10(Math.max(rate, 1)) / 5) * (WIDTH - label - 30);
  const height = comparisons.length * 30;
  const marks = DECADES.map(
    (rate) =>
      `<line class="mark" x1="${x(rate)}" x2="${x(rate)}" y1="8" y2="${height + 4}"/>` +
      `<text x="${x(rate)}" y="${height + 20}" text-anchor="middle">${rate.toLocaleString("en-US")}</text>`,
  );
  const lines = comparisons.map((row, i) => {
    const y = i * 30 + 22;
    const dots = (["medusa", "vendure", "instance", "door"] as const).map(
      (who) =>
        `<circle class="${who}" cx="${x(row[who]).toFixed(1)}" cy="${y}" r="6"><title>${who}: ${whole(row[who])}</title></circle>`,
    );
    return `<text x="${label - 12}" y="${y + 4}" text-anchor="end">${row.title}</text>${dots.join("")}`;
  });
  return svg(height + 28, `Requests a second at ${CLIENTS} clients, logarithmic`, [...marks, ...lines]);
}

const svg = (height: number, title: string, parts: string[]): string =>
  `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">${parts.join("\n")}</svg>`;
