import { describe, expect, it } from "vitest";
import { random } from "../../support/random.ts";
import { needsAnotherRound } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { AT_ONCE, faultFor, isFullRun, isOrder, SEED, startHarness, trials } from "./harness.ts";

describe("F7: while a store does not answer", () => {
  const { runAtOnce, stats } = startHarness("F7", "all");
  const silence = isFullRun ? 40_000 : 3_000;

  it(`answers every request within 10 s, for ${silence} ms`, LONG_TEST, async () => {
    const chance = random(SEED);
    const silent = () => chance.pick(["hang before", "hang after"] as const);
    // A request that waits for a store makes no other calls, and several requests share one call.
    const least = AT_ONCE / 10;
    await runAtOnce(AT_ONCE, least, faultFor("data-api", { ms: silence, least }, silent));
    // A busy machine is slower. `functions/deadline` tests the same limit with a fake clock.
    if (isFullRun) expect(stats.slowest).toBeLessThan(10_000);
  });

  it(
    `ignores writes that the store executes after the request has ended, in ${trials(450)} journeys`,
    LONG_TEST,
    async () => {
      const chance = random(SEED);
      const retries = stats.retries;
      const since = performance.now();
      const isRepeated = () => stats.retries > retries;
      for (let done = 0; needsAnotherRound(done, trials(450), isRepeated, since); done += AT_ONCE) {
        await runAtOnce(AT_ONCE, AT_ONCE / 2, (call) => {
          if (isOrder(call) && chance.below(2) === 0)
            return { lateMs: 3_000 + chance.below(isFullRun ? 6_000 : 2_000) };
          if (/^(PutItem|TransactWriteItems)$/.test(call.operation) && chance.below(8) === 0)
            return { lateMs: 1_000 + chance.below(2_000) };
          return "pass";
        });
      }
      if (isFullRun) expect(stats.slowest).toBeLessThan(10_000);
    },
  );
});
