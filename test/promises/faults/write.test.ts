import { describe, it } from "vitest";
import { isWrite, strike } from "../../support/faults.ts";
import { PATIENT } from "../../support/patient.ts";
import { isOrder, stage, trials } from "./trials.ts";

// A connection that breaks around a write (F1, F2), for once or for so long that the shopper must ask again.

describe("F1: a write whose connection breaks before it is carried out", () => {
  const { run } = stage("F1");
  it(`has one effect after a retry, in ${trials()} journeys`, PATIENT, () =>
    run(trials(), (chance) =>
      strike(chance.below(3) === 0 ? isOrder : isWrite, "reset before", {
        skip: chance.below(2) * chance.below(8),
        times: 1 + chance.below(6),
      }),
    ),
  );
});

describe("F2: a write whose connection breaks after it was carried out", () => {
  const { run } = stage("F2");
  it(`has one effect: one order, the right quantities, in ${trials()} journeys`, PATIENT, () =>
    run(trials(), (chance) =>
      strike(chance.below(3) === 0 ? isOrder : isWrite, "reset after", {
        skip: chance.below(2) * chance.below(8),
        times: 1 + chance.below(6),
      }),
    ),
  );
});
