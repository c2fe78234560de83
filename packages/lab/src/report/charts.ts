import type { Chart } from "../runner/chapter.ts";

const WIDTH = 760;
/** The height of a line of text. */
const LABEL = 14;

export const escapeHtml = (text: string | number): string =>
  String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const short = (value: number): string => {
  if (value >= 10_000) return `${Math.round(value / 1000)}k`;
  return String(value < 1 ? Number(value.toPrecision(2)) : Math.round(value * 10) / 10);
};

/** The chart with its sentence and its legend: bars as HTML, so that they fit a phone, and lines as SVG. Colours come from the page's style. */
export function svg(chart: Chart): string {
  const { title, says, series } = chart;
  const legend =
    series.length > 1
      ? `<p class="legend">${series.map(({ name }, at) => `<span><i class="c${at % 6}"></i>${escapeHtml(name)}</span>`).join("")}</p>`
      : "";
  const picture = chart.kind === "bars" ? bars(chart) : lines(chart);
  return `<figure><figcaption><b>${escapeHtml(title)}</b> ${escapeHtml(says)}</figcaption>${legend}${picture}</figure>`;
}

function bars({ title, series, y }: Chart): string {
  const names = [...new Set(series.flatMap(({ points }) => points.map(([name]) => name)))];
  const max = Math.max(1e-9, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
  const rows = names.map((name) => {
    const marks = series.map(({ points }, at) => {
      const [, value] = points.find(([other]) => other === name) ?? [];
      if (value === undefined) return "";
      const text = y.startsWith("%") ? `${short(value)} %` : short(value);
      // A share of what the numbers leave. Also the smallest bar is seen.
      return `<div><i class="c${at % 6}" style="width:max(1px,(100% - 4rem)*${(value / max).toFixed(4)})"></i>${text}</div>`;
    });
    return `<dt>${escapeHtml(name)}</dt><dd>${marks.join("")}</dd>`;
  });
  return `<dl class="bars" aria-label="${escapeHtml(title)}">${rows.join("")}</dl><p class="axis">${escapeHtml(y)}</p>`;
}

/** The next of 1, 1.5, 2, 2.5, 5 or 10 times a power of ten, so that the axis has round numbers. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 1.5, 2, 2.5, 5, 10].find((part) => part * power >= least) ?? 10);
}

function lines({ title, series, x, y, limit }: Chart): string {
  const [left, right, top, height, bottom] = [64, 180, 12, 300, 44];
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
    .filter((_, index) => index % every === 0)
    .map((at) => `<text x="${px(at)}" y="${height - bottom + 18}" text-anchor="middle">${short(at)}</text>`);
  const last = series
    .map(({ name, points }) => ({
      name,
      x: px(Number(points.at(-1)?.[0] ?? min)),
      y: py(points.at(-1)?.[1] ?? 0),
    }))
    .sort((a, b) => a.y - b.y);
  // Names do not overlap, and the lowest one stays above the axis.
  const floor = height - bottom - LABEL * (last.length - 1);
  let next = 0;
  const ends = last.map(({ name, x: from, y: end }, at) => {
    const y = Math.max(next, Math.min(end, floor + LABEL * at));
    next = y + LABEL;
    return `<text class="name" x="${from + 8}" y="${y + 4}">${escapeHtml(name)}</text>`;
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
  return `<div class="wide"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${grid.join("")}${below.join("")}${line}${paths.join("")}${ends.join("")}<text class="axis" x="${(left + WIDTH - right) / 2}" y="${height - 6}" text-anchor="middle">${escapeHtml(y)}, by ${escapeHtml(x)}</text></svg></div>`;
}
