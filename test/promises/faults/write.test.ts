import { describe, it } from "vitest";
import { faultOn, isWrite } from "../../support/fault-proxy.ts";
import type { Random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isOrder, startHarness, trials } from "./harness.ts";

// The connection breaks around writes: once, or so often that the shopper must repeat the request.

const breaks = (chance: Random, when: "reset before" | "reset after") =>
  faultOn(chance.below(3) === 0 ? isOrder : isWrite, when, {
    skip: chance.below(2) * chance.below(8),
    times: 1 + chance.below(6),
  });

describe("F1: a write whose connection breaks before the store executes it", () => {
  const { runTrials } = startHarness("F1");
  it(`has one effect after a retry, in ${trials()} journeys`, LONG_TEST, () =>
    runTrials(trials(), (chance) => breaks(chance, "reset before")),
  );
});

describe("F2: a write whose connection breaks after the store executed it", () => {
  const { runTrials } = startHarness("F2");
  it(`has one effect: one order, the right quantities, in ${trials()} journeys`, LONG_TEST, () =>
    runTrials(trials(), (chance) => breaks(chance, "reset after")),
  );
});
