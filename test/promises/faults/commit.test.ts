import { describe, expect, it } from "vitest";
import { strike } from "../../support/faults.ts";
import { PATIENT } from "../../support/patient.ts";
import { isOrder, stage, trials } from "./trials.ts";

// A commit of which nobody is told: a TransactionNotFound never means that it failed.

describe("F3: an order that commits, is reset, and then reads TransactionNotFound", () => {
  const { run, met } = stage("F3");
  it(
    `is found by its key, and no shopper is told of a failure, in ${trials()} journeys`,
    PATIENT,
    async () => {
      await run(trials(), () => {
        const lost = strike(isOrder, "reset after");
        const unknown = strike(isOrder, { exception: "TransactionNotFoundException" }, { skip: 1 });
        return (call) => {
          const [first, second] = [lost(call), unknown(call)];
          return first === "pass" ? second : first;
        };
      });
      expect(met.unavailable).toBe(0);
    },
  );
});
