import { describe, expect, it } from "vitest";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { AT_ONCE, isFullRun, SEED, startHarness, trials } from "./harness.ts";

describe("F10: while both stores throttle half of all calls", () => {
  const { runAtOnce, stats } = startHarness("F10", isFullRun ? "all" : undefined);
  const ms = isFullRun ? 30_000 : 0;
  // In `npm test` a few short journeys with long deadlines: pauses between attempts take most of the time.
  const [size, total, options] = isFullRun ? [AT_ONCE, trials(), {}] : [8, 8, { changes: 1 }];

  it(`loses nothing and answers 429 or 503 at worst, in ${total} journeys or more`, LONG_TEST, async () => {
    const chance = random(SEED);
    const end = performance.now() + ms;
    for (let done = 0; done < total || performance.now() < end; done += size) {
      await runAtOnce(
        size,
        size * (isFullRun ? 10 : 5),
        ({ store }) => {
          if (chance.below(2) === 0) return "pass";
          const exception =
            store === "dynamodb" ? "ProvisionedThroughputExceededException" : "ThrottlingException";
          return { exception };
        },
        { transient: [429, 503], ...options },
      );
    }
    // A busy machine is slower. `functions/deadline` tests the same limit with a fake clock.
    if (isFullRun) expect(stats.slowest).toBeLessThan(10_000);
  });
});
