import { expect, test } from "vitest";
import { time } from "../../packages/lab/src/chapters/time/chapter.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";

const plan = { seed: 1, trials: 1, progress: () => {} };

test("one trial of each system ends as the story says, and loses less at each step", async () => {
  const { checks, tables } = await time.run(plan);
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  const lost = tables[0]?.rows.map((row) => Number.parseInt(String(row[1]), 10)) ?? [];
  const [single = 0, , ...rest] = lost;
  const steps = [single, ...rest];
  expect(steps).toHaveLength(5);
  // DNS with a TTL of an hour is no step forward, so it is left out.
  expect(steps).toEqual([...steps].sort((a, b) => b - a));
});

test.each([
  ["single", "repair", /at the end/],
  ["dns-long", "repair", /at the end/],
  ["dns", "repair", /at the end/],
  ["balancer", "repair", /at the end/],
  ["group", "repair", /at the end/],
  ["zones", "checks", /have noticed/],
])("the invariant notices %s without %s", async (system, broken, invariant) => {
  const { checks } = await time.run({ ...plan, only: [system], broken });
  const noticed = checks.filter((check) => invariant.test(check.invariant));
  expect(noticed.map(({ violations }) => violations)).toEqual([1]);
});
