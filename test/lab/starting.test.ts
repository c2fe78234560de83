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

const startEach = async (...only: string[]) => {
  const all = await measure(fixture, { seed: 1, trials: 1, progress: () => {}, only });
  expect(all.flatMap(({ starts }) => starts).filter(({ isRight }) => !isRight)).toEqual([]);
  expect(all.flatMap(checks).filter((check) => !isAsExpected(check))).toEqual([]);
  return all.map(({ starts, modules }) => ({ ...starts[0], modules }));
};

test.skipIf(reason)("each way to start the shop gives the right first answer", async () => {
  const [install, image, cold, warm] = await startEach("install", "image", "cold", "warm");
  expect(image?.placed?.files).toBe(install?.placed?.files);
  expect(image?.modules).toBeGreaterThan(100);
  expect(cold?.modules).toBe(1);
  expect(warm?.placed?.files).toBe(0);
});

// Migrations and seed are 300 statements, which take minutes on a machine that is very busy.
test.skipIf(reason)(
  "a replayed database and a snapshot give the right first answer",
  { timeout: 900_000 },
  async () => {
    const [replay, snapshot] = await startEach("replay", "snapshot");
    expect(replay?.statements).toBeGreaterThan(100);
    expect(snapshot?.statements).toBe(0);
  },
);

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
