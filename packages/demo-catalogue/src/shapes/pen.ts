/** The strokes that shapes are drawn with, on a sheet of 600 by 800. */
export const cloth = (path: string) => `<path class="cloth" d="${path}"/>`;
export const shade = (path: string) => `<path class="shade" d="${path}"/>`;
export const seam = (path: string) => `<path class="seam" d="${path}"/>`;
export const trim = (path: string) => `<path class="trim" d="${path}"/>`;
export const metal = (path: string) => `<path class="metal" d="${path}"/>`;

/** Buttons of one column, from one height to another. */
export function buttons(x: number, from: number, to: number, count: number): string {
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Array.from(
    { length: count },
    (_, i) => `<circle class="button" cx="${x}" cy="${from + i * step}" r="6"/>`,
  ).join("");
}

/** Short upright lines, as ribbing has them. */
export function ribs(from: number, to: number, top: number, bottom: number): string {
  const count = Math.round((to - from) / 14);
  const step = (to - from) / count;
  return seam(
    Array.from({ length: count - 1 }, (_, i) => `M${from + (i + 1) * step} ${top}V${bottom}`).join(""),
  );
}

/** The left half and its mirror image. Halves reach to x = 301, so that no gap shows between them. */
export const pair = (half: string) => `${half}<g transform="matrix(-1 0 0 1 600 0)">${half}</g>`;

export const move = (x: number, y: number, drawing: string) =>
  `<g transform="translate(${x} ${y})">${drawing}</g>`;
