/** The value below which this part of a sorted list lies. */
export const percentile = (sorted: number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** As a percentage, such as `12.5 %`. */
export const share = (count: number, of: number): string =>
  of === 0 ? "–" : `${((100 * count) / of).toFixed(count === 0 || count === of ? 0 : 1)} %`;
