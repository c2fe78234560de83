import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { product } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { counts, play, type Shelf } from "./run.ts";
import { atOnce, inSequence, MANY } from "./sequences.ts";

// At the shop's setting a hash is nearly all of a sequence's time.
vi.mock("node:crypto", async (original) =>
  (await import("../../support/password-hash.ts")).watchScrypt(original),
);

const SEED = Number(process.env.SEED ?? 20_261_121);
/** A share of them; `npm run test:model` plays all (MODEL=1), and MODEL=0.1 a tenth. */
const share = Number(process.env.MODEL ?? 0.004);

let shelf: Shelf;
beforeAll(async () => {
  const variants = Array.from({ length: MANY }, (_, i) => ({ price: 500 + 100 * (i % 5), stock: 10 }));
  shelf = { skus: (await product({ variants })).skus, variants };
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
  console.log(`model: seed ${SEED}, ${JSON.stringify(counts)}`);
});

describe(`Carts, sessions and orders are as the model has them, SEED=${SEED}`, () => {
  it.each([
    ["one command after another", inSequence, 7_000],
    ["three commands at a time", atOnce, 3_000],
  ])("%s", { timeout: 4 * 3_600_000 }, async (_, sequences, whole) => {
    const numRuns = Math.ceil(whole * share);
    const tell = progress(numRuns);
    const result = await fc.check(
      fc.asyncProperty(sequences, async (sequence) => {
        tell.done();
        await play(sequence, shelf).catch(tell.failed);
      }),
      { seed: SEED, numRuns },
    );
    const { failed, numRuns: at, numShrinks, counterexamplePath, errorInstance } = result;
    if (!failed) return recordTrials({ promise: "C10", trials: numRuns, seed: SEED });
    const where = `SEED=${SEED}, sequence ${at}, ${numShrinks} times shrunk, path ${counterexamplePath}`;
    expect.fail(`${where}\n${(errorInstance as Error).message}`);
  });
});

/** A line twice a minute: the whole takes a quarter of an hour. */
function progress(of: number) {
  let [done, isFailed, told] = [0, false, performance.now()];
  return {
    done() {
      done++;
      if (performance.now() - told < 30_000) return;
      told = performance.now();
      process.stdout.write(`model: ${isFailed ? "one fails: making it shorter" : `${done} of ${of}`}\n`);
    },
    failed(error: Error) {
      isFailed = true;
      throw error;
    },
  };
}
