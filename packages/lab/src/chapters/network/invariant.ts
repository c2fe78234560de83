import type { Check } from "../../runner/chapter.ts";
import { isClosedButRequired, isOpenButForbidden, type Tried } from "./paths.ts";
import type { System } from "./systems.ts";

/** The paths of a system, tried once in each trial. */
export interface Measured {
  system: System;
  tried: Tried[];
}

/** Required paths are open, all others are closed. */
export const checks = ({ system, tried }: Measured): Check[] => [
  {
    system: system.name,
    invariant: "a required path is open",
    trials: tried.filter(({ isRequired }) => isRequired).length,
    violations: tried.filter(isClosedButRequired).length,
    isComplete: true,
    expected: "never",
  },
  {
    system: system.name,
    invariant: "any other path is closed",
    trials: tried.filter(({ isRequired }) => !isRequired).length,
    violations: tried.filter(isOpenButForbidden).length,
    isComplete: true,
    expected: system.key === "flat" || system.key === "routes" ? "happens" : "never",
  },
];
