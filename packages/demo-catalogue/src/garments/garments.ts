import { accessories } from "./accessories.ts";
import { dresses } from "./dresses.ts";
import { jackets } from "./jackets.ts";
import { knitwear } from "./knitwear.ts";
import type { Line } from "./line.ts";
import { shirts } from "./shirts.ts";
import { shoes } from "./shoes.ts";
import { tShirts } from "./t-shirts.ts";
import { trousers } from "./trousers.ts";

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
