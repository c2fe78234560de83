import { type Check, checkOf } from "../../runner/chapter.ts";
import type { Start } from "./experiment.ts";
import type { System } from "./systems.ts";

/** All starts of a system. */
export interface Counted {
  system: System;
  starts: Start[];
  modules: number;
  /** Starts while the package registry was unavailable. */
  alone: Start[];
  /** Starts after which an account that was created after the seed could not sign in. */
  accountsLost: number;
}

/** The first answer after a start is right: the same product, and the cart that was stored. */
export const checks = ({ system, starts, alone, accountsLost }: Counted): Check[] => {
  const check = checkOf(system.name);
  const wrong = (all: Start[]) => all.filter(({ isRight }) => !isRight).length;
  return [
    check("the first answer has the same product and the stored cart", starts.length, wrong(starts), "never"),
    ...(alone.length > 0
      ? [
          check(
            "it starts while the package registry is unavailable",
            alone.length,
            wrong(alone),
            system.key === "install" ? "happens" : "never",
          ),
        ]
      : []),
    ...(system.database
      ? [
          check(
            "an account from the time after the seed is there",
            starts.length,
            accountsLost,
            system.database === "replay" ? "happens" : "never",
          ),
        ]
      : []),
  ];
};
