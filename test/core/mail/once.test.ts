import { context } from "@myclothes/core/context";
import { type Handler, handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import { beforeEach, expect, it, vi } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { placed } from "../../functions/support/merchant.ts";
import { captureMails } from "../../support/mail.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const TRIALS = process.env.FAULTS ? 500 : 10;
const SEED = Number(process.env.SEED ?? 20_261_128);

let mails: ReturnType<typeof captureMails>;
beforeEach(() => {
  mails = captureMails();
  vi.spyOn(console, "error").mockImplementation(() => {});
});

const { mail } = handlers["order.placed"];

/** Worker ends before or after SES has accepted the mail, or does not. Another handler of the event may fail. */
const dying = (
  death: "before" | "after" | "never",
  otherFails: boolean,
): Record<string, Record<string, Handler>> => ({
  "order.placed": {
    mail: async (ctx, event) => {
      if (death === "before") throw new Error("on purpose");
      await mail?.(ctx, event);
      if (death === "after") throw new Error("on purpose");
    },
    other: async () => {
      if (otherFails) throw new Error("on purpose");
    },
  },
});

it(
  `a mail is sent once, and again only if Worker ended before it could record it, ${TRIALS} times`,
  LONG_TEST,
  async () => {
    const chance = random(SEED);
    const { id: order } = await placed([1]);
    let ends = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const id = newId("event", new Date());
      await run("insert into event (id, name, subject) values (:id, 'order.placed', :order)", { id, order });
      const [before, deliveries] = [mails.sent.length, 1 + chance.below(5)];
      let expected = 0;
      let isRecorded = false;
      for (let receives = 1; receives <= deliveries; receives++) {
        const death = chance.pick(["before", "after", "never", "never"] as const);
        if (!isRecorded && death !== "before") expected++;
        isRecorded ||= death === "never";
        ends += death === "never" ? 0 : 1;
        // As long as another handler fails, the event is delivered again although its mail was recorded.
        const otherFails = receives < deliveries;
        const table = dying(death, otherFails);
        const failed = await handle(context({ timeoutMs: 600_000 }), table, [{ id, receives }]);
        expect(failed.has(id)).toBe(!isRecorded || otherFails);
      }
      expect(mails.sent.length - before, `seed ${SEED}, trial ${trial}`).toBe(expected);
    }
    recordTrials({ promise: "M1", trials: TRIALS, faults: ends, seed: SEED });
  },
);
