import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gate } from "../../support/gate.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun, SEED } from "./harness.ts";
import { type Flow, flows } from "./payment.flows.ts";
import { startPaymentsHarness } from "./payment.harness.ts";
import { isTransient, type PaymentsInstance, startPayments } from "./payment.instance.ts";

// T3: the payment provider does not answer, or answers with an error, before or after it has done what it was asked. The shop
// answers in time: with a success if the request does not need the provider, or else with a 503. Nothing is lost, and nothing is
// done twice.

const harness = startPaymentsHarness("T3");
let instance: PaymentsInstance;
beforeAll(async () => {
  instance = await startPayments("stripe");
});
afterAll(() => instance.close());

/** The flows that call the provider. */
const asking = Object.keys(flows).filter((name) => name !== "an order" && !name.endsWith("not begun"));

type Prepared = Awaited<ReturnType<Flow>>;

async function act(prepared: Prepared): Promise<void> {
  const answer = await prepared.act(instance.actor);
  if (!("status" in answer)) return;
  const text = JSON.stringify(answer.body);
  if (!isTransient(answer)) return expect(answer.status, text).toBeOneOf([200, 201, 204]);
  expect([answer.status, answer.body.code], text).toEqual([503, "service.unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
}

/** Names the trial in an error. */
async function inTrial(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`${name}, seed ${SEED}: ${(error as Error).message}`, { cause: error });
  }
}

describe("a provider that", () => {
  const SILENT = isFullRun ? Math.ceil(110 / asking.length / 2) : 1;

  it.each([
    ["before it has an effect", false],
    ["after its effect", true],
  ])(
    `is silent %s: the shop answers, and the effect is found, ${SILENT * asking.length} times`,
    LONG_TEST,
    async (_, applied) => {
      for (let round = 0; round < SILENT; round++) {
        const prepared: [string, Prepared][] = [];
        for (const name of asking) prepared.push([name, await harness.prepare(flows[name] as Flow)]);
        const silence = gate();
        const fault = { times: 1_000, until: () => silence.opened, applied };
        harness.provider().fail(fault);
        instance.actor.closeBreaker();
        // All of them end while the provider is silent.
        await Promise.all(prepared.map(([name, one]) => inTrial(name, () => act(one))));
        harness.counts.faults += prepared.length;
        silence.open();
        await turn();
        await harness.provider().idle();
        for (const [name, one] of prepared) await inTrial(name, () => harness.finish(one));
      }
    },
  );

  // Stripe repeats an answer 500 for a day, so the request needs another key.
  const errors = [
    { status: 500, times: 1 },
    { status: 500, times: 1, applied: true },
    { status: 503, times: 99 },
    { status: 429, times: 1 },
    { status: 429, times: 99 },
    { status: 409, times: 1 },
    { status: 409, times: 99 },
  ];

  const ERRORS = isFullRun ? 390 : asking.length;

  it(
    `answers 500, 503, 429 or 409: 503 at worst, and a repetition succeeds, ${ERRORS} times`,
    LONG_TEST,
    async () => {
      for (let done = 0; done < ERRORS; ) {
        for (const [i, name] of asking.entries()) {
          for (const [j, fault] of errors.entries()) {
            // `npm test` tries one or more of them with each flow.
            if (!isFullRun && (i + j) % errors.length !== 0) continue;
            await inTrial(`${name}, ${JSON.stringify(fault)}`, async () => {
              const prepared = await harness.prepare(flows[name] as Flow);
              instance.actor.closeBreaker();
              harness.provider().fail(fault);
              harness.counts.faults++;
              await act(prepared);
              await harness.finish(prepared);
            });
            done++;
          }
        }
      }
    },
  );
});
