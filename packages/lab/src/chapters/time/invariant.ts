import type { Check } from "../../runner/chapter.ts";
import type { Outcome } from "./experiment.ts";
import type { System } from "./systems.ts";

/** What each step of the story promises. */
export function checks(all: { system: System; outcomes: Outcome[] }[]): Check[] {
  return all.flatMap(({ system, outcomes }) => {
    const check = (
      invariant: string,
      isViolated: (outcome: Outcome) => boolean,
      expected: Check["expected"],
    ): Check => ({
      system: system.name,
      invariant,
      trials: outcomes.length,
      violations: outcomes.filter(isViolated).length,
      expected,
    });
    const isLast = system.key === "zones";
    return [
      check("somebody is answered in every second", ({ darkS }) => darkS > 0, isLast ? "never" : "happens"),
      check(
        "requests are lost only until health checks have noticed a failure",
        ({ lostLate }) => lostLate > 0,
        isLast ? "never" : "happens",
      ),
      check(
        "everybody is answered at the end",
        ({ isBackAtEnd }) => !isBackAtEnd,
        system.route === "dns" ? "open" : "never",
      ),
    ];
  });
}
