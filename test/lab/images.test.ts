import { expect, test } from "vitest";
import { images } from "../../packages/lab/src/chapters/images/chapter.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";

const plan = { seed: 1, trials: 1, progress: () => {} };

test("disks lose images, shared storage and an object store keep them", async () => {
  const { checks } = await images.run(plan);
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  expect(checks).toHaveLength(6);
});

test.each([
  ["shared", "mount"],
  ["bucket", "misses"],
])("the invariant notices %s with broken %s", async (system, broken) => {
  const { checks } = await images.run({ ...plan, only: [system], broken });
  expect(checks[0]?.violations).toBeGreaterThan(0);
});
