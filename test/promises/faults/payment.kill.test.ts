import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Script } from "../../support/fault-proxy.ts";
import { gate } from "../../support/gate.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun, SEED, trials } from "./harness.ts";
import { type Flow, flows } from "./payment.flows.ts";
import { startPaymentsHarness } from "./payment.harness.ts";
import { isTransient, type PaymentsInstance, startPayments } from "./payment.instance.ts";

// T2: each call to a store or to the payment provider, of everything that moves money, is lost, loses its answer, or is the last
// one of its process. Then the client, Stripe or Sweep repeats it with another process.

const MODES = ["reset before", "reset after", "death before", "death after"] as const;
type Mode = (typeof MODES)[number];

const harness = startPaymentsHarness("T2");
const dead: PaymentsInstance[] = [];
let alive: PaymentsInstance;
beforeAll(async () => {
  alive = await startPayments();
});
// Closed only now: a new proxy with the same port would get the late calls of a dead instance.
afterAll(() => Promise.all([alive, ...dead].map((instance) => instance.close())));

/** Runs a flow that meets a fault at its call number `at`. Returns the number of calls. */
async function runFlow(flow: Flow, at: number, mode: Mode): Promise<number> {
  const prepared = await harness.prepare(flow);
  const isDeath = mode.startsWith("death");
  const instance = isDeath ? await startPayments() : alive;
  const death = gate();
  const script: Script = ({ count }) => {
    if (count < at) return "pass";
    if (count === at) harness.counts.faults++;
    if (!isDeath) return count === at ? (mode as "reset before") : "pass";
    if (count === at) death.open();
    return count === at && mode === "death after" ? "hang after" : "hang before";
  };
  instance.useScript(script);
  const acted = prepared.act(instance.actor);
  if (isDeath) {
    dead.push(instance);
    await Promise.race([death.opened, acted.catch(() => {})]);
  } else {
    const answer = await acted;
    if (isTransient(answer)) expect("headers" in answer && answer.headers.get("retry-after")).toBeTruthy();
  }
  await instance.idle();
  const calls = instance.calls.length;
  await harness.finish(prepared);
  return calls;
}

describe.each(Object.keys(flows))("a process that fails at %s", (name) => {
  it("loses and doubles nothing, at each of its calls", LONG_TEST, async () => {
    const flow = flows[name] as Flow;
    const turn = Object.keys(flows).indexOf(name);
    const calls = await runFlow(flow, Number.POSITIVE_INFINITY, "reset before");
    expect(calls).toBeGreaterThan(1);
    const share = trials(500) / Object.keys(flows).length;
    for (let done = 0; done < share; ) {
      for (let at = 0; at < calls; at++) {
        for (const [i, mode] of MODES.entries()) {
          // `npm test` tries few of them, other ones for each flow.
          if (!isFullRun && (at * MODES.length + i + turn) % 23 !== 0) continue;
          await runFlow(flow, at, mode).catch((error: Error) => {
            throw new Error(`${mode} at call ${at}, seed ${SEED}: ${error.message}`, { cause: error });
          });
          done++;
        }
      }
      if (!isFullRun) break;
    }
  });
});
