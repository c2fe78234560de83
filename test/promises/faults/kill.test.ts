import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { otherInstance } from "../../functions/support/instance.ts";
import type { Client } from "../../support/client.ts";
import { gate } from "../../support/gate.ts";
import { captureLog, expectStock } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { isFullRun, SEED, trials } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";
import { createProducts } from "./journey.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

// F8: an instance dies at each of its calls to a store, before or after the store executes the call. Another instance continues.

const dead: Instance[] = [];
let log: ReturnType<typeof captureLog>;
let number = 0;
let otherClient: () => Client;

beforeAll(async () => {
  otherClient = await otherInstance();
  log = captureLog();
});
afterAll(async () => {
  log.restore();
  // Closed only now: a new proxy with the same port would get the late calls of a dead instance.
  await Promise.all(dead.map((instance) => instance.close()));
  recordTrials({ promise: "F8", trials: number, seed: SEED });
  console.log(`faults: F8, seed ${SEED}: ${number} deaths`);
});

/** Runs a scenario on an instance that dies at its call number `deathAt`. Returns the number of calls. */
async function runScenario(scenario: Scenario, deathAt: number, when: "before" | "after"): Promise<number> {
  const chance = random(SEED + number);
  const marker = `marker-${Math.abs(SEED)}x8x${number++}`;
  const products = await createProducts();
  const { act, check, secrets } = await scenario({ products, chance, marker });
  // A new instance and new products, so that no cache saves a call.
  const instance = await startInstance("all");
  dead.push(instance);
  const death = gate();
  instance.useScript(({ count }) => {
    if (count < deathAt) return "pass";
    if (count === deathAt) death.open();
    return count === deathAt && when === "after" ? "hang after" : "hang before";
  });
  const acted = act(instance.client()).then(
    () => {},
    () => {},
  );
  await Promise.race([death.opened, acted]);
  await instance.idle();
  await check(otherClient());
  await expectStock(products.skus, products.stock);
  log.expectNoSecrets(secrets());
  return instance.calls.length;
}

describe.each(Object.keys(scenarios) as (keyof typeof scenarios)[])("an instance that dies at %s", (name) => {
  it("leaves a state from which another instance continues, at each of its calls", LONG_TEST, async () => {
    const scenario = scenarios[name];
    const calls = await runScenario(scenario, Number.POSITIVE_INFINITY, "before");
    expect(calls).toBeGreaterThan(1);
    const share = trials(500) / Object.keys(scenarios).length;
    const both = ["before", "after"] as const;
    const turn = Object.keys(scenarios).indexOf(name);
    for (let done = 0; done < share; ) {
      for (let at = 0; at < calls; at++) {
        for (const [i, when] of both.entries()) {
          // `npm test` tries one of both at each call, in turn.
          if (!isFullRun && (at + turn) % 2 !== i) continue;
          await runScenario(scenario, at, when).catch((error: Error) => {
            throw new Error(`${when} call ${at}, number ${number - 1}, seed ${SEED}: ${error.message}`, {
              cause: error,
            });
          });
          done++;
        }
      }
    }
  });
});
