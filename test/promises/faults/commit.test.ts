import { describe, expect, it } from "vitest";
import { faultOn } from "../../support/fault-proxy.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isOrder, startHarness, trials } from "./harness.ts";

// The answer to a commit is lost. TransactionNotFound does not mean that the commit failed.

describe("F3: an order that commits, whose connection breaks, and whose retry gets TransactionNotFound", () => {
  const { runTrials, stats } = startHarness("F3");
  it(`is found by its key, and the shopper sees no failure, in ${trials()} journeys`, LONG_TEST, async () => {
    await runTrials(trials(), () => {
      const lost = faultOn(isOrder, "reset after");
      const unknown = faultOn(isOrder, { exception: "TransactionNotFoundException" }, { skip: 1 });
      return (call) => {
        const [first, second] = [lost(call), unknown(call)];
        return first === "pass" ? second : first;
      };
    });
    expect(stats.unavailable).toBe(0);
  });
});
