import { afterAll, beforeAll, expect, test } from "vitest";
import { random } from "../../packages/demo-catalogue/src/random.ts";
import { measure } from "../../packages/lab/src/chapters/starting/chapter.ts";
import { fillCart, start } from "../../packages/lab/src/chapters/starting/experiment.ts";
import { type Fixture, startFixture } from "../../packages/lab/src/chapters/starting/fixture.ts";
import { checks } from "../../packages/lab/src/chapters/starting/invariant.ts";
import { whyNoInstall } from "../../packages/lab/src/chapters/starting/registry.ts";
import { bundleIn, type System, systems } from "../../packages/lab/src/chapters/starting/systems.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { startFunction } from "../../packages/lab/src/runner/function.ts";
import { noteSkipped } from "../support/skipped.ts";

const reason = whyNoInstall();
if (reason) noteSkipped("the lab's starts", reason);

let fixture: Fixture;
if (!reason) {
  beforeAll(async () => {
    fixture = await startFixture(() => {});
  });
  afterAll(() => fixture?.stop());
}

test.skipIf(reason)("one start of each system gives the right first answer", async () => {
  const all = await measure(fixture, { seed: 1, trials: 1, progress: () => {} });
  expect(all.flatMap(({ starts }) => starts).filter(({ isRight }) => !isRight)).toEqual([]);
  expect(all.flatMap(checks).filter((check) => !isAsExpected(check))).toEqual([]);

  const of = (key: string) => all.find(({ system }) => system.key === key);
  const [install, image, cold, warm, replay, snapshot] = systems.map(({ key }) => of(key));
  expect(image?.starts[0]?.placed.files).toBe(install?.starts[0]?.placed.files);
  expect(cold?.modules).toBe(1);
  expect(image?.modules).toBeGreaterThan(100);
  expect(warm?.starts[0]?.placed.files).toBe(0);
  expect(replay?.starts[0]?.statements).toBeGreaterThan(100);
  expect(snapshot?.starts[0]?.statements).toBe(0);
});

test.skipIf(reason).each([
  ["install", "lockfile"],
  ["image", "archive"],
  ["cold", "link"],
  ["warm", "instance"],
  ["replay", "seed"],
  ["snapshot", "copy"],
])("the invariant notices %s with a broken %s", async (key, broken) => {
  const system = systems.find((one) => one.key === key) as System;
  const warm = await startFunction(bundleIn(fixture.lambda), fixture.env);
  try {
    const shopper = await fillCart(warm, random("broken"));
    // Without the weakness, the test above has seen this start answer.
    const { isRight } = await start(fixture, system, { warm, shopper, broken });
    expect(isRight).toBe(false);
  } finally {
    await warm.stop();
  }
});
