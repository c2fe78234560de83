import { describe, expect, it } from "vitest";
import { PATIENT } from "../../support/patient.ts";
import { AT_ONCE, stage, storeFor, trials, whole } from "./trials.ts";

describe("F6: a database that wakes from its pause", () => {
  const { crowd, met } = stage("F6", "all");
  it.each(whole ? [15_000, 35_000] : [2_000, 11_000])(
    "for %i ms: every answer is a success or a clean 503, within 10 s",
    PATIENT,
    async (ms) => {
      const least = AT_ONCE / 4;
      const resuming = () => ({ exception: "DatabaseResumingException" });
      for (let done = 0; done < trials(250); done += AT_ONCE) {
        await crowd(AT_ONCE, least, storeFor("data-api", { ms, least }, resuming));
      }
      // A busy machine takes longer. There, `functions/deadline` shows it on a clock of its own.
      if (whole) expect(met.worst).toBeLessThan(10_000);
    },
  );
});
