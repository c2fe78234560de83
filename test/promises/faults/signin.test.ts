import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { account, signIn } from "../../functions/support/customer.ts";
import { storeCalls } from "../../functions/support/instance.ts";
import type { Answer, Client } from "../../support/client.ts";
import type { Call } from "../../support/faults.ts";
import { PATIENT } from "../../support/patient.ts";
import { type Process, startProcess } from "../../support/process.ts";

vi.mock("node:crypto", async (original) => (await import("../../support/hash.ts")).watched(original));

// Part of F7: sign-ins while a store is silent. What is counted is calls: each has a limit of 3 s, or of 4 s at Aurora.

const SHOPPERS = 8;
/** So many calls are not answered; then the store is well again. */
const SILENT_CALLS = 24;

let shop: Process;
beforeAll(async () => {
  shop = await startProcess("all");
});
afterAll(() => shop.close());

it.each([
  ["DynamoDB", "dynamodb", () => true],
  ["DynamoDB, from the second call on,", "dynamodb", ({ operation }: Call) => operation !== "UpdateItem"],
  ["Aurora", "data-api", () => true],
] as const)(
  "while %s is silent, each sign-in ends after one call without an answer, and works again",
  PATIENT,
  async (_, store, isMet) => {
    const accounts = await Promise.all(Array.from({ length: SHOPPERS }, () => account()));
    let silent = 0;
    shop.follow((call) => {
      if (call.store !== store || !isMet(call) || silent >= SILENT_CALLS) return "pass";
      silent++;
      return "hold before";
    });

    /** The answers, up to the first success. A client waits as long as it is told to. */
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
        // The last call of such an answer is the one that was silent, or that was not made.
        expect(storeCalls(answer).length).toBeLessThanOrEqual(4);
      }
      // The breaker lets one call try whether the store is well again: the tries that come with it are told to wait once more.
      expect(answers.filter(({ isAfter }) => isAfter).length).toBeLessThanOrEqual(2);
    }
    shop.follow(() => "pass");
  },
);
