import { accessories } from "./accessories.ts";
import { dresses } from "./dresses.ts";
import { outerwear } from "./outerwear.ts";
import { shoes } from "./shoes.ts";
import { tops } from "./tops.ts";
import { trousers } from "./trousers.ts";

const shapes = { ...tops, ...outerwear, ...trousers, ...dresses, ...shoes, ...accessories };

export type Shape = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as Shape[];

/** The drawing of a garment, its colours left open; undefined where there is no such garment. */
export function shape(name: string): string | undefined {
  return Object.hasOwn(shapes, name) ? shapes[name as Shape] : undefined;
}
