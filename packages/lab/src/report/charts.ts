import type { Chart } from "../runner/chapter.ts";

const WIDTH = 760;

export const escapeHtml = (text: string | number): string =>
  String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const short = (value: number): string =>
  value >= 10_000 ? `${Math.round(value / 1000)}k` : String(Math.round(value * 10) / 10);

/** The chart as SVG, with its sentence and its legend. Colours come from the page's style. */
export function svg(chart: Chart): string {
  const { title, says, series } = chart;
  const legend =
    series.length > 1
      ? `<p class="legend">${series.map(({ name }, at) => `<span><i class="c${at % 6}"></i>${escapeHtml(name)}</span>`).join("")}</p>`
      : "";
  const picture = chart.kind === "bars" ? bars(chart) : lines(chart);
  return `<figure><figcaption><b>${escapeHtml(title)}</b> ${escapeHtml(says)}</figcaption>${legend}${picture}</figure>`;
}

function bars({ title, series, y, limit }: Chart): string {
  const names = [...new Set(series.flatMap(({ points }) => points.map(([name]) => name)))];
  const left = 190;
  const right = 70;
  const bar = 14;
  const group = series.length * (bar + 2) + 12;
  const height = names.length * group + 30;
  const max = Math.max(
    1e-9,
    limit?.y ?? 0,
    ...series.flatMap(({ points }) => points.map(([, value]) => value)),
  );
  const width = (value: number) => ((WIDTH - left - right) * value) / max;
  const rows = names.map((name, row) => {
    const top = row * group + 6;
    const marks = series.map(({ name: of, points }, at) => {
      const point = points.find(([other]) => other === name);
      const position = top + at * (bar + 2);
      if (!point) return "";
      const [, value] = point;
      return `<rect class="c${at % 6}" x="${left}" y="${position}" width="${Math.max(width(value), 1).toFixed(1)}" height="${bar}" rx="2"><title>${escapeHtml(name)}, ${escapeHtml(of)}: ${short(value)} ${escapeHtml(y)}</title></rect><text x="${left + width(value) + 6}" y="${position + bar - 3}">${short(value)}</text>`;
    });
    return `<text class="name" x="${left - 8}" y="${top + (group - 12) / 2 + 4}" text-anchor="end">${escapeHtml(name)}</text>${marks.join("")}`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${rows.join("")}<text class="axis" x="${left}" y="${height - 6}">${escapeHtml(y)}</text></svg>`;
}

/** The next of 1, 1.5, 2, 2.5, 5 or 10 times a power of ten, so that the axis has round numbers. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 1.5, 2, 2.5, 5, 10].find((part) => part * power >= least) ?? 10);
}

function lines({ title, series, x, y, limit }: Chart): string {
  const [left, right, top, height, bottom] = [64, 130, 12, 300, 44];
  const points = series.flatMap((one) => one.points);
  const xs = points.map(([at]) => Number(at));
  const [min, max] = [Math.min(...xs), Math.max(...xs)];
  const step = roundStep(Math.max(1e-9, limit ? limit.y * 1.05 : 0, ...points.map(([, value]) => value)) / 4);
  const peak = 4 * step;
  const px = (at: number) => left + ((WIDTH - left - right) * (at - min)) / (max - min || 1);
  const py = (value: number) => top + (height - top - bottom) * (1 - value / peak);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * peak);
  const grid = ticks.map(
    (value) =>
      `<line class="grid" x1="${left}" x2="${WIDTH - right}" y1="${py(value)}" y2="${py(value)}"/><text x="${left - 8}" y="${py(value) + 4}" text-anchor="end">${short(value)}</text>`,
  );
  const steps = [...new Set(xs)].sort((a, b) => a - b);
  const every = Math.ceil(steps.length / 8);
  const below = steps
    .filter((_, index) => index % every === 0 || index === steps.length - 1)
    .map((at) => `<text x="${px(at)}" y="${height - bottom + 18}" text-anchor="middle">${short(at)}</text>`);
  let lowest = Number.NEGATIVE_INFINITY;
  const ends = series
    .map(({ name, points }, at) => ({
      name,
      at,
      y: py(points.at(-1)?.[1] ?? 0),
      x: px(Number(points.at(-1)?.[0] ?? min)),
    }))
    .sort((a, b) => a.y - b.y)
    .map(({ name, y: end, x: from }) => {
      lowest = Math.max(end, lowest + 14);
      return `<text class="name" x="${from + 8}" y="${lowest + 4}">${escapeHtml(name)}</text>`;
    });
  const paths = series.map(({ name, points }, at) => {
    const path = points.map(([x, value]) => `${px(Number(x)).toFixed(1)},${py(value).toFixed(1)}`).join(" ");
    const dots = points.map(
      ([x, value]) =>
        `<circle class="c${at % 6}" cx="${px(Number(x)).toFixed(1)}" cy="${py(value).toFixed(1)}" r="3.5"><title>${escapeHtml(name)}: ${short(value)} ${escapeHtml(y)} at ${escapeHtml(x)}</title></circle>`,
    );
    return `<polyline class="s${at % 6}" points="${path}"/>${dots.join("")}`;
  });
  const line = limit
    ? `<line class="limit" x1="${left}" x2="${WIDTH - right}" y1="${py(limit.y)}" y2="${py(limit.y)}"/><text x="${left + 6}" y="${py(limit.y) - 5}">${escapeHtml(limit.name)}</text>`
    : "";
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${grid.join("")}${below.join("")}${line}${paths.join("")}${ends.join("")}<text class="axis" x="${(left + WIDTH - right) / 2}" y="${height - 6}" text-anchor="middle">${escapeHtml(x)} → ${escapeHtml(y)}</text></svg>`;
}
