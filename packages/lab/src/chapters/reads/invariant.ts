import type { Check } from "../../runner/chapter.ts";
import type { Counted } from "./chapter.ts";

/** A writer sees the own write, and a cold product costs one query. */
export function checks({ system, counts, stampedes }: Counted): Check[] {
  const { key, name, replicas } = system;
  const seesOwnWrite = ["one", "lazy-delete", "through"].includes(key);
  const loadsOnce = (system.cache?.hasLease ?? false) || system.edgeMs !== undefined;
  return [
    {
      system: name,
      invariant: "a writer sees the own write",
      trials: counts.writes,
      violations: counts.ownMissed,
      // A slow loader may put an old version back after the deletion.
      expected: key === "lazy-delete" ? "open" : seesOwnWrite ? "never" : "happens",
    },
    {
      system: name,
      invariant: "100 readers of a cold product cost one query",
      trials: stampedes.length,
      violations: stampedes.filter(({ queries, needed }) => queries > needed).length,
      expected: loadsOnce ? "never" : "happens",
    },
    ...(replicas > 0
      ? [
          {
            system: name,
            invariant: "the primary answers no read",
            trials: counts.reads,
            violations: counts.sources.get("primary") ?? 0,
            expected: "never" as const,
          },
        ]
      : []),
  ];
}
