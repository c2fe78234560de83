import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coldInstance } from "../../functions/support/instance.ts";
import { expectStock, listen } from "../../support/oracles.ts";
import { PATIENT } from "../../support/patient.ts";
import { type Process, startProcess } from "../../support/process.ts";
import { show } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { type Scene, scenes } from "./scenes.ts";
import { wares } from "./shopper.ts";
import { SEED, trials } from "./trials.ts";

// F8: an instance dies at each of its calls to a store, before the call is carried out and after. Another carries on.

const doomed: Process[] = [];
let log: ReturnType<typeof listen>;
let number = 0;

beforeAll(() => {
  log = listen();
});
afterAll(async () => {
  log.restore();
  // No sooner: what the dead still send must not reach whoever gets their port.
  await Promise.all(doomed.map((process) => process.close()));
  show({ promise: "F8", trials: number, seed: SEED });
  console.log(`faults: F8, seed ${SEED}: ${number} deaths`);
});

/** A scene, played by an instance that lives, or dies at its call `at`. Returns how many calls there were. */
async function play(scene: Scene, at: number, when: "before" | "after"): Promise<number> {
  const chance = random(SEED + number);
  const mark = `mark-${Math.abs(SEED)}x8x${number++}`;
  const goods = await wares();
  const { act, check, secrets } = await scene({ goods, chance, mark });
  // One that nobody has warmed, and wares that nobody has asked for: it makes every call that there can be.
  const process = await startProcess("all");
  doomed.push(process);
  let died = () => {};
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  process.follow(({ count }) => {
    if (count < at) return "pass";
    if (count === at) died();
    return count === at && when === "after" ? "hold after" : "hold before";
  });
  const acted = act(process.client()).then(
    () => {},
    () => {},
  );
  await Promise.race([death, acted]);
  await process.idle();
  await check(await coldInstance());
  await expectStock(goods.skus, goods.stock);
  log.expectSilenceOn(secrets());
  return process.calls.length;
}

describe.each(Object.keys(scenes) as (keyof typeof scenes)[])("an instance that dies at %s", (name) => {
  it("leaves what another can finish, at each of its calls", PATIENT, async () => {
    const scene = scenes[name];
    const calls = await play(scene, Number.POSITIVE_INFINITY, "before");
    expect(calls).toBeGreaterThan(1);
    const share = trials(500) / Object.keys(scenes).length;
    for (let played = 0; played < share; ) {
      for (let at = 0; at < calls; at++) {
        for (const when of ["before", "after"] as const) {
          await play(scene, at, when).catch((error: Error) => {
            throw new Error(`${when} call ${at}, number ${number - 1}, seed ${SEED}: ${error.message}`, {
              cause: error,
            });
          });
          played++;
        }
      }
    }
  });
});
