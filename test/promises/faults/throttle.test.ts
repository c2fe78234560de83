import { describe, expect, it } from "vitest";
import { PATIENT } from "../../support/patient.ts";
import { random } from "../../support/random.ts";
import { AT_ONCE, SEED, stage, trials, whole } from "./trials.ts";

describe("F10: half of all calls throttled, at both stores", () => {
  const { crowd, met } = stage("F10", "all");
  const ms = whole ? 30_000 : 3_000;

  it(
    `for ${ms / 1000} s or more: nothing is lost, and no shopper is told anything but 429 or 503`,
    PATIENT,
    async () => {
      const chance = random(SEED);
      const end = performance.now() + ms;
      for (let done = 0; done < trials() || performance.now() < end; done += AT_ONCE) {
        await crowd(
          AT_ONCE,
          10 * AT_ONCE,
          ({ store }) => {
            if (chance.below(2) === 0) return "pass";
            const exception =
              store === "dynamodb" ? "ProvisionedThroughputExceededException" : "ThrottlingException";
            return { exception };
          },
          { transient: [429, 503] },
        );
      }
      // A busy machine takes longer. There, `functions/deadline` shows it on a clock of its own.
      if (whole) expect(met.worst).toBeLessThan(10_000);
    },
  );
});
