import type { Color } from "./colors.ts";
import { cottons } from "./cottons.ts";
import { fine } from "./fine.ts";
import { rugged } from "./rugged.ts";

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

const materials = { ...cottons, ...rugged, ...fine };

export type MaterialName = keyof typeof materials;

export function material(name: MaterialName): Material {
  return materials[name];
}
