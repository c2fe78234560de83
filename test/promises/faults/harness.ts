import { afterAll, beforeAll, expect } from "vitest";
import type { RealDeadlines } from "../../support/deadlines.ts";
import type { Call, Fault, Script } from "../../support/fault-proxy.ts";
import { captureLog, expectStock } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { type Instance, startInstance } from "./instance.ts";
import {
  createProducts,
  expectConsistent,
  type Journey,
  journey,
  type Products,
  type Stats,
  secretsOf,
} from "./journey.ts";
import { removeOrdered } from "./remove-ordered.ts";

/** `npm run test:faults` and the proof run all trials, `npm test` a fortieth. */
export const isFullRun = Boolean(process.env.FAULTS);
export const SEED = Number(process.env.SEED ?? 20_261_121);
export const trials = (all = 500): number => (isFullRun ? all : Math.ceil(all / 40));

/** The number of concurrent shoppers while a fault lasts. */
export const AT_ONCE = isFullRun ? 50 : 13;

export const isOrder = ({ text }: Call): boolean => text.includes("insert into orders");

/**
 * Gives the fault to one store's calls for `ms` milliseconds after the first call, and to at least `least` calls, because a busy
 * machine may make few calls in that time.
 */
export function faultFor(
  store: Call["store"],
  { ms, least }: { ms: number; least: number },
  fault: () => Fault,
): Script {
  let end: number | undefined;
  let count = 0;
  return (call) => {
    if (call.store !== store) return "pass";
    end ??= performance.now() + ms;
    if (performance.now() > end && count >= least) return "pass";
    count++;
    return fault();
  };
}

/**
 * Starts one instance with proxies, and products, for all trials of a file. Reports the results at the end. `deadlines`: those
 * that are as short as in the deployed shop, for faults that last as long as a request.
 */
export function startHarness(promise: string, deadlines?: RealDeadlines) {
  const stats: Stats = { requests: 0, retries: 0, unavailable: 0, slowest: 0 };
  const counts = { trials: 0, faults: 0 };
  let shop: Instance;
  let products: Products;
  let log: ReturnType<typeof captureLog>;
  beforeAll(async () => {
    products = await createProducts();
    shop = await startInstance(deadlines);
    log = captureLog();
  });
  afterAll(async () => {
    log.restore();
    await shop.close();
    recordTrials({ promise, ...counts, seed: SEED });
    console.log(`faults: ${promise}, seed ${SEED}: ${JSON.stringify({ ...counts, ...stats })}`);
  });

  /** Counts the faults, too. */
  const useScript = (script: Script) =>
    shop.useScript((call) => {
      const fault = script(call);
      if (fault !== "pass") counts.faults++;
      return fault;
    });

  /** Runs one journey under a script, then the oracles. Returns the number of faults. */
  async function runTrial(number: number, scriptFor: (chance: Random) => Script): Promise<number> {
    const chance = random(SEED + number);
    const before = counts.faults;
    useScript(scriptFor(chance));
    // One in 20 answers is lost between the shop and the shopper, too.
    const by = shop.client(undefined, () => chance.below(20) === 0);
    const marker = `marker-${Math.abs(SEED)}x${promise.replaceAll(/\W/g, "")}x${number}`;
    try {
      const shopper = await journey({ by, products, chance, marker, stats });
      shop.useScript(() => "pass");
      await expectConsistent(shopper);
      await expectStock(products.skus, products.stock);
      log.expectNoSecrets(secretsOf(shopper));
    } catch (error) {
      throw new Error(`trial ${number}, seed ${SEED}: ${(error as Error).message}`, { cause: error });
    }
    counts.trials++;
    return counts.faults - before;
  }

  /** Runs `count` trials. More than half of them must meet a fault, because the others prove nothing. */
  async function runTrials(
    count: number,
    scriptFor: (chance: Random, number: number) => Script,
  ): Promise<void> {
    let hit = 0;
    for (let i = 0; i < count; i++) if ((await runTrial(i, (chance) => scriptFor(chance, i))) > 0) hit++;
    expect(hit).toBeGreaterThan(count / 2);
  }

  let groups = 0;
  /** Runs `size` journeys at once under one script, then the oracles. Together they must meet at least `least` faults. */
  async function runAtOnce(
    size: number,
    least: number,
    script: Script,
    options: Partial<Journey> = {},
  ): Promise<void> {
    const first = 10_000 * ++groups;
    const before = counts.faults;
    useScript(script);
    const shoppers = await Promise.all(
      Array.from({ length: size }, (_, i) => {
        const marker = `marker-${Math.abs(SEED)}x${promise}x${first + i}`;
        const chance = random(SEED + first + i);
        return journey({ by: shop.client(), products, chance, marker, stats, ...options });
      }),
    );
    await shop.idle();
    shop.useScript(() => "pass");
    // If a store was down for longer than a request, Worker removes ordered units from the cart.
    for (const { id } of shoppers.flatMap(({ orders }) => orders)) await removeOrdered(id);
    for (const shopper of shoppers) await expectConsistent(shopper);
    await expectStock(products.skus, products.stock);
    log.expectNoSecrets(shoppers.flatMap(secretsOf));
    counts.trials += size;
    expect(counts.faults - before, "the number of faults").toBeGreaterThanOrEqual(least);
  }

  return { runTrials, runAtOnce, stats };
}
