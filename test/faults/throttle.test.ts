import { describe, expect, it } from "vitest";
import { random } from "../support/random.ts";
import { PATIENT, SEED, stage, whole } from "./trials.ts";

describe("F10: half of all calls throttled, at both stores", () => {
  const { crowd, met } = stage("F10");
  const ms = whole ? 30_000 : 3_000;

  it(
    `for ${ms / 1000} s: nothing is lost, and no shopper is told anything but 429 or 503`,
    PATIENT,
    async () => {
      const chance = random(SEED);
      const end = performance.now() + ms;
      do {
        await crowd(
          8,
          ({ store }) => {
            if (performance.now() > end || chance.below(2) === 0) return "pass";
            return {
              exception:
                store === "dynamodb" ? "ProvisionedThroughputExceededException" : "ThrottlingException",
            };
          },
          { transient: [429, 503] },
        );
      } while (performance.now() < end);
      expect(met.retries).toBeGreaterThan(0);
    },
  );
});
