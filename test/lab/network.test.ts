import { beforeAll, expect, test } from "vitest";
import { network } from "../../packages/lab/src/chapters/network/chapter.ts";
import {
  readPaths,
  shopGraph,
  tryPaths,
  whyNoNamespaces,
} from "../../packages/lab/src/chapters/network/experiment.ts";
import { checks } from "../../packages/lab/src/chapters/network/invariant.ts";
import { type System, systems } from "../../packages/lab/src/chapters/network/systems.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { buildProgram } from "../../packages/lab/src/runner/program.ts";
import { platform } from "../support/platform.ts";
import { noteSkipped } from "../support/skipped.ts";

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

const violationsOf = async (broken?: string) => {
  const tried = await readPaths(await graph, broken);
  return checks({ system: systemOf("shop"), tried }).map(({ violations }) => violations);
};
let graph: ReturnType<typeof shopGraph>;
if (platform)
  beforeAll(() => {
    graph = shopGraph(() => {});
  });

test.skipIf(!platform)("every path of the shop's stacks is as it must be", async () => {
  expect(await violationsOf()).toEqual([0, 0]);
});

test.skipIf(!platform).each([
  ["an inbound rule for the database", "inbound", [0, 2]],
  ["another reader of the buckets", "reader", [1, 1]],
  ["no permission of the function Api", "permission", [2, 0]],
  ["a function that knows no edge", "secret", [0, 1]],
])("the invariant notices %s", async (_, broken, violations) => {
  expect(await violationsOf(broken)).toEqual(violations);
});
