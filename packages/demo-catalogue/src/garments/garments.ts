import type { Shape } from "../shapes/shapes.ts";
import type { MaterialName } from "../words/materials.ts";
import { accessories } from "./accessories.ts";
import { dresses } from "./dresses.ts";
import { jackets } from "./jackets.ts";
import { knitwear } from "./knitwear.ts";
import { shirts } from "./shirts.ts";
import { shoes } from "./shoes.ts";
import { tShirts } from "./t-shirts.ts";
import { trousers } from "./trousers.ts";

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

/** In the order in which the shop shows them. */
export const garments: readonly Line[] = [
  tShirts,
  shirts,
  knitwear,
  jackets,
  trousers,
  dresses,
  shoes,
  accessories,
];
