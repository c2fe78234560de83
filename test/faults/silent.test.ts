import { describe, expect, it } from "vitest";
import { random } from "../support/random.ts";
import { isOrder, PATIENT, SEED, stage, storeFor, trials, whole } from "./trials.ts";

const AT_ONCE = 50;

describe("F7: a database that says nothing", () => {
  const { crowd, met } = stage("F7");
  const silence = whole ? 40_000 : 3_000;

  it(`for ${silence} ms: every answer within 10 s`, PATIENT, async () => {
    const chance = random(SEED);
    const silent = () => chance.pick(["hold before", "hold after"] as const);
    await crowd(whole ? AT_ONCE : 5, storeFor("data-api", silence, silent));
    expect(met.worst).toBeLessThan(10_000);
  });

  it(
    `an order that commits when nobody waits for it any more is no second one, ${trials()} times`,
    PATIENT,
    async () => {
      const chance = random(SEED);
      for (let done = 0; done < trials(); done += AT_ONCE) {
        await crowd(AT_ONCE, (call) =>
          isOrder(call) && chance.below(2) === 0
            ? { lateMs: 3_000 + chance.below(whole ? 6_000 : 2_000) }
            : "pass",
        );
      }
      expect(met.worst).toBeLessThan(10_000);
    },
  );
});
