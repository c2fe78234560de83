import { describe, expect, it } from "vitest";
import { PATIENT, stage, storeFor, whole } from "./trials.ts";

describe("F6: a database that wakes from its pause", () => {
  const { crowd, met } = stage("F6");
  it.each(whole ? [15_000, 35_000] : [2_000, 11_000])(
    "for %i ms: every answer is a success or a clean 503, within 10 s",
    PATIENT,
    async (ms) => {
      await crowd(whole ? 25 : 5, storeFor("data-api", ms, { exception: "DatabaseResumingException" }));
      expect(met.worst).toBeLessThan(10_000);
    },
  );
});
