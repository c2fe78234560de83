import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { account, signIn } from "../../functions/support/customer.ts";
import { storeCalls } from "../../functions/support/instance.ts";
import type { Answer, Client } from "../../support/client.ts";
import type { Call } from "../../support/fault-proxy.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";

// Part of F7: sign-ins while a store does not answer. The test counts calls: each ends after 3 s, or 4 s at Aurora.

const SHOPPERS = 8;
/** The store does not answer this many calls, more than open the circuit breaker. Then it works again. */
const SILENT_CALLS = isFullRun ? 24 : 12;

let shop: Instance;
beforeAll(async () => {
  shop = await startInstance("all");
});
afterAll(() => shop.close());

it.each([
  ["DynamoDB", "dynamodb", () => true],
  ["DynamoDB, from the second call on,", "dynamodb", ({ operation }: Call) => operation !== "UpdateItem"],
  ["Aurora", "data-api", () => true],
] as const)(
  "while %s is silent, each sign-in ends after one call without an answer, and works again afterwards",
  LONG_TEST,
  async (_, store, isMet) => {
    const accounts = await Promise.all(Array.from({ length: SHOPPERS }, () => account()));
    let silent = 0;
    shop.useScript((call) => {
      if (call.store !== store || !isMet(call) || silent >= SILENT_CALLS) return "pass";
      silent++;
      return "hang before";
    });

    /** Returns the answers up to the first success. Waits after each as its Retry-After says. */
    async function untilSignedIn(by: Client, email: string): Promise<{ answer: Answer; isAfter: boolean }[]> {
      const answers: { answer: Answer; isAfter: boolean }[] = [];
      for (;;) {
        const isAfter = silent >= SILENT_CALLS;
        const answer = await signIn(by, email);
        answers.push({ answer, isAfter });
        if (answer.status === 201) return answers;
        await sleep(Number(answer.headers.get("retry-after")) * 1_000);
      }
    }

    const all = await Promise.all(accounts.map(({ email }) => untilSignedIn(shop.client(), email)));
    expect(silent).toBe(SILENT_CALLS);
    for (const answers of all) {
      for (const { answer } of answers.slice(0, -1)) {
        expect([answer.status, answer.body.code]).toEqual([503, "service.unavailable"]);
        // The last call of such a request was not answered, or the breaker refused it.
        expect(storeCalls(answer).length).toBeLessThanOrEqual(4);
      }
      // The breaker lets one call test the store. Requests that arrive meanwhile get one more 503.
      expect(answers.filter(({ isAfter }) => isAfter).length).toBeLessThanOrEqual(2);
    }
    shop.useScript(() => "pass");
  },
);
