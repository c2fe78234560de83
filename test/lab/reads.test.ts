import { expect, test } from "vitest";
import { reads } from "../../packages/lab/src/chapters/reads/chapter.ts";
import { HOW_TO_GET_POSTGRES, hasPostgres } from "../../packages/lab/src/engines/postgres.ts";
import { HOW_TO_GET, hasValkey } from "../../packages/lab/src/engines/valkey.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { noteSkipped } from "../support/skipped.ts";

const isComplete = hasPostgres() && hasValkey();
if (!isComplete) noteSkipped("the lab's reads", hasPostgres() ? HOW_TO_GET : HOW_TO_GET_POSTGRES);

const plan = { seed: 1, trials: 1, progress: () => {} };
const small = ["one", "replicas-2", "lazy-simple", "lazy", "lazy-delete", "through", "edge"];

test.runIf(isComplete)("one trial of each system ends as the story says", async () => {
  const { checks } = await reads.run({ ...plan, only: small });
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  expect(new Set(checks.map(({ system }) => system)).size).toBe(small.length);
});

test.runIf(isComplete).each([
  ["one", "primary", /own write/],
  ["replicas-2", "replicas", /answers no read/],
  ["lazy", "lease", /one query/],
  ["lazy-delete", "write", /own write/],
  ["through", "write", /own write/],
  ["edge", "collapse", /one query/],
])("the invariant notices %s without its %s", async (system, broken, invariant) => {
  const { checks } = await reads.run({ ...plan, only: [system], broken });
  const [noticed] = checks.filter((check) => invariant.test(check.invariant));
  expect(noticed?.violations).toBeGreaterThan(0);
});
