import { expect, test } from "vitest";
import { slow } from "../../packages/lab/src/chapters/slow/chapter.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";

const plan = { seed: 1, trials: 1, progress: () => {} };

test("with a queue, each stored order gets its mail, though instances and workers die", async () => {
  const { checks } = await slow.run(plan);
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  expect(checks).toHaveLength(2);
});

test("the invariant notices workers that delete a message before they have sent its mail", async () => {
  const { checks } = await slow.run({ ...plan, only: ["queue"], broken: "order" });
  expect(checks[0]?.violations).toBeGreaterThan(0);
});
