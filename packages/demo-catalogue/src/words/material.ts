import type { Color } from "./colors.ts";

/**
 * `factor` is what the material does to a cut's price. `text` is one sentence in one or more wordings, true of anything
 * made of it; `care` is another.
 */
export type Material = {
  factor: number;
  colors: readonly Color[];
  text: readonly [string, ...string[]];
  care: string;
};
