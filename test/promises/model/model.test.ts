import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { product } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Catalogue, counts, execute } from "./run.ts";
import { atOnce, inSequence, MANY } from "./sequences.ts";

const SEED = Number(process.env.SEED ?? 20_261_121);
/** The share of all sequences. `npm run test:model` runs all of them (MODEL=1). */
const share = Number(process.env.MODEL ?? 0.001);

let catalogue: Catalogue;
beforeAll(async () => {
  const variants = Array.from({ length: MANY }, (_, i) => ({ price: 500 + 100 * (i % 5), stock: 10 }));
  catalogue = { skus: (await product({ variants })).skus, variants };
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
  console.log(`model: seed ${SEED}, ${JSON.stringify(counts)}`);
});

describe(`Carts, sessions and orders behave as the model, SEED=${SEED}`, () => {
  it.each([
    ["one command after another", inSequence, 7_000],
    ["three commands at a time", atOnce, 3_000],
  ])("%s", { timeout: 4 * 3_600_000 }, async (_, sequences, whole) => {
    const numRuns = Math.ceil(whole * share);
    const report = progress(numRuns);
    const result = await fc.check(
      fc.asyncProperty(sequences, async (sequence) => {
        report.done();
        await execute(sequence, catalogue).catch(report.failed);
      }),
      { seed: SEED, numRuns },
    );
    const { failed, numRuns: at, numShrinks, counterexamplePath, errorInstance } = result;
    if (!failed) return recordTrials({ promise: "C10", trials: numRuns, seed: SEED });
    const where = `SEED=${SEED}, sequence ${at}, ${numShrinks} times shrunk, path ${counterexamplePath}`;
    expect.fail(`${where}\n${(errorInstance as Error).message}`);
  });
});

/** Prints a line twice a minute: all sequences take a quarter of an hour. */
function progress(of: number) {
  let [done, isFailed, printedAt] = [0, false, performance.now()];
  return {
    done() {
      done++;
      if (performance.now() - printedAt < 30_000) return;
      printedAt = performance.now();
      process.stdout.write(`model: ${isFailed ? "a sequence fails: shrinking it" : `${done} of ${of}`}\n`);
    },
    failed(error: Error) {
      isFailed = true;
      throw error;
    },
  };
}
