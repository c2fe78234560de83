import { afterAll, beforeAll, expect, it } from "vitest";
import { coldInstance } from "../../functions/support/instance.ts";
import type { Fate } from "../../support/faults.ts";
import { expectStock, listen } from "../../support/oracles.ts";
import { PATIENT } from "../../support/patient.ts";
import { startProcess } from "../../support/process.ts";
import { show } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { type Scene, scenes } from "./scenes.ts";
import { wares } from "./shopper.ts";
import { SEED, trials } from "./trials.ts";

/** One of these fates, once, at each call of each scene: the shopper is told of a success, and there is one effect. */
export function everySite(name: string, fates: Fate[]): void {
  let log: ReturnType<typeof listen>;
  let number = 0;
  let struck = 0;
  beforeAll(() => {
    log = listen();
  });
  afterAll(() => {
    log.restore();
    show({ promise: name, trials: struck, faults: struck, seed: SEED });
    console.log(`faults: ${name}, seed ${SEED}: ${number} scenes, ${struck} faults met`);
  });

  /** Returns how many calls there were. */
  async function play(scene: Scene, at: number, fate: Fate): Promise<number> {
    const mark = `mark-${Math.abs(SEED)}x${name}x${number}`;
    // Wares that nobody has asked for yet: else the cache answers in the place of calls.
    const goods = await wares();
    const { act, check, secrets } = await scene({ goods, chance: random(SEED + number++), mark });
    const process = await startProcess();
    let met = "";
    process.follow(({ count, operation }) => {
      if (count !== at) return "pass";
      met = operation;
      return fate;
    });
    const { status, body } = await act(process.client());
    const where = `${JSON.stringify(fate)} at call ${at}, ${met}, number ${number - 1}, seed ${SEED}`;
    if (met) struck++;
    expect(status, `${where}: ${JSON.stringify(body)}`).toBeOneOf([200, 201]);
    const { length } = process.calls;
    await process.close();
    await check(await coldInstance()).catch((error: Error) => {
      throw new Error(`${where}: ${error.message}`, { cause: error });
    });
    await expectStock(goods.skus, goods.stock);
    log.expectSilenceOn(secrets());
    return length;
  }

  it.each(Object.keys(scenes) as (keyof typeof scenes)[])("%s", PATIENT, async (title) => {
    const calls = await play(scenes[title], Number.POSITIVE_INFINITY, "pass");
    const share = trials() / Object.keys(scenes).length;
    for (let played = 0, turn = 0; played < share; turn++) {
      for (let at = 0; at < calls; at++, played++) {
        await play(scenes[title], at, fates[(at + turn) % fates.length] ?? "pass");
      }
    }
  });
}
