import { afterAll, beforeAll, expect, it } from "vitest";
import { otherInstance } from "../../functions/support/instance.ts";
import type { Client } from "../../support/client.ts";
import type { Fault } from "../../support/fault-proxy.ts";
import { captureLog, expectStock } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { SEED, trials } from "./harness.ts";
import { type Instance, startInstance } from "./instance.ts";
import { createProducts } from "./journey.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Defines a test for each scenario: one of these faults, once, at each of its calls. The shopper sees a success, with one effect.
 */
export function everyFaultPoint(promise: string, faults: Fault[]): void {
  let log: ReturnType<typeof captureLog>;
  let number = 0;
  let met = 0;
  let shop: Instance;
  let otherClient: () => Client;
  beforeAll(async () => {
    shop = await startInstance();
    otherClient = await otherInstance();
    log = captureLog();
  });
  afterAll(async () => {
    log.restore();
    await shop.close();
    recordTrials({ promise, trials: met, faults: met, seed: SEED });
    console.log(`faults: ${promise}, seed ${SEED}: ${number} scenarios, ${met} faults`);
  });

  /** Returns the number of calls. */
  async function runScenario(scenario: Scenario, faultAt: number, fault: Fault): Promise<number> {
    const marker = `marker-${Math.abs(SEED)}x${promise}x${number}`;
    // Products that no memory and no cache contains, so that every possible call is made.
    const products = await createProducts();
    const { act, check, secrets } = await scenario({ products, chance: random(SEED + number++), marker });
    let struck = "";
    shop.useScript(({ count, operation }) => {
      if (count !== faultAt) return "pass";
      struck = operation;
      return fault;
    });
    const { status, body } = await act(shop.client());
    const where = `${JSON.stringify(fault)} at call ${faultAt}, ${struck}, number ${number - 1}, seed ${SEED}`;
    if (struck) met++;
    expect(status, `${where}: ${JSON.stringify(body)}`).toBeOneOf([200, 201]);
    await shop.idle();
    const { length } = shop.calls;
    await check(otherClient()).catch((error: Error) => {
      throw new Error(`${where}: ${error.message}`, { cause: error });
    });
    await expectStock(products.skus, products.stock);
    log.expectNoSecrets(secrets());
    return length;
  }

  it.each(Object.keys(scenarios) as (keyof typeof scenarios)[])("%s", LONG_TEST, async (title) => {
    const calls = await runScenario(scenarios[title], Number.POSITIVE_INFINITY, "pass");
    const share = trials() / Object.keys(scenarios).length;
    for (let done = 0, turn = 0; done < share; turn++) {
      for (let at = 0; at < calls; at++, done++) {
        await runScenario(scenarios[title], at, faults[(at + turn) % faults.length] ?? "pass");
      }
    }
  });
}
