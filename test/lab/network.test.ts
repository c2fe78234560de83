import { expect, test } from "vitest";
import { network } from "../../packages/lab/src/chapters/network/chapter.ts";
import { tryPaths, whyNoNamespaces } from "../../packages/lab/src/chapters/network/experiment.ts";
import { checks } from "../../packages/lab/src/chapters/network/invariant.ts";
import { type System, systems } from "../../packages/lab/src/chapters/network/systems.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { buildProgram } from "../../packages/lab/src/runner/program.ts";
import { noteSkipped } from "../support/skipped.ts";

// The paths of the shop itself are tested in test/infra/suites/paths.ts, with stages that are synthesised anyway.
const reason = whyNoNamespaces();
if (reason) noteSkipped("the lab's networks", reason);

const systemOf = (key: string) => systems.find((system) => system.key === key) as System;
const plan = { seed: 1, trials: 1, progress: () => {} };

test.skipIf(reason)("a firewall closes what routes and one network leave open", async () => {
  const { checks, missing } = await network.run({ ...plan, only: ["flat", "routes", "firewall"] });
  expect(missing).toEqual([]);
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  expect(checks.map(({ violations }) => violations)).toEqual([0, 10, 0, 6, 0, 0]);
});

test.skipIf(reason).each([
  ["flat", "cable", [1, 0]],
  ["routes", "forwarding", [1, 0]],
  ["firewall", "rules", [0, 10]],
])("the invariant notices %s with broken %s", async (system, broken, least) => {
  const program = await buildProgram("chapters/network/machines.ts", "chapters/network/tier.ts");
  try {
    const tried = await tryPaths(program.file, system, "1 0", broken);
    const violations = checks({ system: systemOf(system), tried }).map((check) => check.violations);
    for (const [at, count] of least.entries()) expect(violations[at]).toBeGreaterThanOrEqual(count);
  } finally {
    program.remove();
  }
});
