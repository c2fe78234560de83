import { describe, expect, it } from "vitest";
import { PATIENT } from "../../support/patient.ts";
import { random } from "../../support/random.ts";
import { AT_ONCE, isOrder, SEED, stage, storeFor, trials, whole } from "./trials.ts";

describe("F7: a store that says nothing", () => {
  const { crowd, met } = stage("F7", "all");
  const silence = whole ? 40_000 : 3_000;

  it(`for ${silence} ms: every answer within 10 s`, PATIENT, async () => {
    const chance = random(SEED);
    const silent = () => chance.pick(["hold before", "hold after"] as const);
    // Who waits for a store in vain asks it for nothing else meanwhile, and many wait for the same.
    const least = AT_ONCE / 10;
    await crowd(AT_ONCE, least, storeFor("data-api", { ms: silence, least }, silent));
    // A busy machine takes longer. There, `functions/deadline` shows it on a clock of its own.
    if (whole) expect(met.worst).toBeLessThan(10_000);
  });

  it(
    `what is carried out when nobody waits for it any more changes nothing, ${trials(450)} times`,
    PATIENT,
    async () => {
      const chance = random(SEED);
      const retries = met.retries;
      for (let done = 0; done < trials(450); done += AT_ONCE) {
        await crowd(AT_ONCE, AT_ONCE / 2, (call) => {
          if (isOrder(call) && chance.below(2) === 0)
            return { lateMs: 3_000 + chance.below(whole ? 6_000 : 2_000) };
          if (call.operation === "PutItem" && chance.below(8) === 0)
            return { lateMs: 1_000 + chance.below(2_000) };
          return "pass";
        });
      }
      if (whole) expect(met.worst).toBeLessThan(10_000);
      expect(met.retries).toBeGreaterThan(retries);
    },
  );
});
