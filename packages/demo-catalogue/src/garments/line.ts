import type { Shape } from "../shapes/shapes.ts";
import type { MaterialName } from "../words/materials.ts";

/** A category and its cuts; each cut in each of its materials is one garment. `care` replaces the materials' own. */
export type Line = {
  handle: string;
  title: string;
  sizes: readonly string[];
  care?: string;
  cuts: readonly Cut[];
};

/** `price`, in cents, is what the cut costs in plain cotton or canvas. `sizes` replaces the line's. */
export type Cut = {
  name: string;
  shape: Shape;
  price: number;
  sizes?: readonly string[];
  in: readonly MaterialName[];
  text: string;
};
