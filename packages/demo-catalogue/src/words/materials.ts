import { cottons } from "./cottons.ts";
import { fine } from "./fine.ts";
import type { Material } from "./material.ts";
import { rugged } from "./rugged.ts";

const materials = { ...cottons, ...rugged, ...fine };

export type MaterialName = keyof typeof materials;

export function material(name: MaterialName): Material {
  return materials[name];
}
