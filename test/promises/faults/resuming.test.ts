import { describe, expect, it } from "vitest";
import { LONG_TEST } from "../../support/timeouts.ts";
import { AT_ONCE, faultFor, isFullRun, startHarness, trials } from "./harness.ts";

describe("F6: while the database resumes from its pause", () => {
  const { runAtOnce, stats } = startHarness("F6", "all");
  it.each(isFullRun ? [15_000, 35_000] : [2_000, 11_000])(
    "for %i ms: every answer is a success or a 503, within 10 s",
    LONG_TEST,
    async (ms) => {
      const least = AT_ONCE / 4;
      const resuming = () => ({ exception: "DatabaseResumingException" });
      for (let done = 0; done < trials(250); done += AT_ONCE) {
        await runAtOnce(AT_ONCE, least, faultFor("data-api", { ms, least }, resuming));
      }
      // A busy machine is slower. `functions/deadline` tests the same limit with a fake clock.
      if (isFullRun) expect(stats.slowest).toBeLessThan(10_000);
    },
  );
});
