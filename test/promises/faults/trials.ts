import { afterAll, beforeAll, expect } from "vitest";
import type { Call, Fate, Script } from "../../support/faults.ts";
import { expectStock, listen } from "../../support/oracles.ts";
import type { Deployed } from "../../support/patience.ts";
import { type Process, startProcess } from "../../support/process.ts";
import { show } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { settle } from "./settle.ts";
import { expectWell, type Journey, journey, type Met, secretsOf, type Wares, wares } from "./shopper.ts";

/** `npm run test:faults` runs the whole, `npm test` a tenth. */
export const whole = Boolean(process.env.FAULTS);
export const SEED = Number(process.env.SEED ?? 20_261_121);
export const trials = (all = 500): number => (whole ? all : Math.ceil(all / 10));

/** How many shop side by side where a fault lasts for a while. */
export const AT_ONCE = whole ? 50 : 25;

export const isOrder = ({ text }: Call): boolean => text.includes("insert into orders");

/**
 * This fate for a store's calls of so many milliseconds from the first on, and for `least` calls, however late a busy machine makes
 * them. The waits are real.
 */
export function storeFor(
  store: Call["store"],
  { ms, least }: { ms: number; least: number },
  fate: () => Fate,
): Script {
  let end: number | undefined;
  let met = 0;
  return (call) => {
    if (call.store !== store) return "pass";
    end ??= performance.now() + ms;
    if (performance.now() > end && met >= least) return "pass";
    met++;
    return fate();
  };
}

/**
 * What a file's trials have in common: an instance with wires of its own, wares, and what came of it all. `deadlines`: those that
 * it keeps as the deployed shop does, for faults that last for as long as a request may.
 */
export function stage(name: string, deadlines?: Deployed) {
  const met: Met = { requests: 0, retries: 0, unavailable: 0, worst: 0 };
  const counts = { trials: 0, struck: 0 };
  let shop: Process;
  let goods: Wares;
  let log: ReturnType<typeof listen>;
  beforeAll(async () => {
    goods = await wares();
    shop = await startProcess(deadlines);
    log = listen();
  });
  afterAll(async () => {
    log.restore();
    await shop.close();
    show({ promise: name, trials: counts.trials, faults: counts.struck, seed: SEED });
    console.log(`faults: ${name}, seed ${SEED}: ${JSON.stringify({ ...counts, ...met })}`);
  });

  /** Every call that is struck counts. */
  const follow = (script: Script) =>
    shop.follow((call) => {
      const fate = script(call);
      if (fate !== "pass") counts.struck++;
      return fate;
    });

  /** One journey under a script, and all that must hold after it. Returns how often the fault was met. */
  async function trial(
    number: number,
    scriptFor: (chance: Random) => Script,
    options: Partial<Journey> = {},
  ): Promise<number> {
    const chance = random(SEED + number);
    const before = counts.struck;
    follow(scriptFor(chance));
    // Now and then the answer is lost between the shop and the shopper, too.
    const lost = options.by ? undefined : () => chance.below(20) === 0;
    const by = options.by ?? shop.client(undefined, lost);
    const mark = `mark-${Math.abs(SEED)}x${name.replaceAll(/\W/g, "")}x${number}`;
    const trip = { wares: goods, chance, mark, met, ...options, by };
    try {
      const shopper = await journey(trip);
      shop.follow(() => "pass");
      await expectWell(shopper);
      await expectStock(goods.skus, goods.stock);
      log.expectSilenceOn(secretsOf(shopper));
    } catch (error) {
      throw new Error(`trial ${number}, seed ${SEED}: ${(error as Error).message}`, { cause: error });
    }
    counts.trials++;
    return counts.struck - before;
  }

  /** Trials enough, most of which met their fault: one that meets none proves nothing. */
  async function run(count: number, scriptFor: (chance: Random, number: number) => Script): Promise<void> {
    let struck = 0;
    for (let i = 0; i < count; i++) if ((await trial(i, (chance) => scriptFor(chance, i))) > 0) struck++;
    expect(struck).toBeGreaterThan(count / 2);
  }

  let crowds = 0;
  /** Many at once, under one script, and all that must hold after it. `least`: how many faults they meet together. */
  async function crowd(
    size: number,
    least: number,
    script: Script,
    options: Partial<Journey> = {},
  ): Promise<void> {
    const first = 10_000 * ++crowds;
    const before = counts.struck;
    follow(script);
    const shoppers = await Promise.all(
      Array.from({ length: size }, (_, i) => {
        const mark = `mark-${Math.abs(SEED)}x${name}x${first + i}`;
        const chance = random(SEED + first + i);
        return journey({ by: shop.client(), wares: goods, chance, mark, met, ...options });
      }),
    );
    await shop.idle();
    shop.follow(() => "pass");
    // Where a store was away for longer than a request, it is the sweep that takes what was sold out of the cart.
    for (const { id } of shoppers.flatMap(({ orders }) => orders)) await settle(id);
    for (const shopper of shoppers) await expectWell(shopper);
    await expectStock(goods.skus, goods.stock);
    log.expectSilenceOn(shoppers.flatMap(secretsOf));
    counts.trials += size;
    expect(counts.struck - before, "faults met").toBeGreaterThanOrEqual(least);
  }

  return { run, crowd, met };
}
