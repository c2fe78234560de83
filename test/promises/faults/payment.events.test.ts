import { context } from "@myclothes/core/context";
import { compare } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expire, letCheck } from "../../functions/support/paid.ts";
import { admin } from "../../support/admin.ts";
import { expectBooks } from "../../support/books.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { captureLog, expectStock } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { clientOf, type StripeServer, startProvider } from "../../support/stripe.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { SEED, trials } from "./harness.ts";
import { newStory, STOCK, type Stage, type Story, steps, sweepNow } from "./payment.steps.ts";

// T1: in each trial, an order goes through random steps while the provider's events are lost, repeated, late or reordered. In the
// end the banks have answered, Sweep has nothing left to do, and the books of the shop and of the provider agree. A day later the
// provider sends events again, which changes nothing.

const BATCH = 25;
const DAY_MS = 24 * 60 * 60 * 1_000;

// Own engines: Sweep would find the payments of other tests, at another provider.
let stop: () => Promise<void>;
let provider: StripeServer;
let stripe: Stripe;
let manager: Stage["manager"];
let log: ReturnType<typeof captureLog>;
beforeAll(async () => {
  // First, because the shop reads its links once.
  provider = await startProvider();
  stop = await startOwnEngines();
  stripe = clientOf(provider);
  manager = await admin("manager");
  log = captureLog();
});
afterAll(async () => {
  log.restore();
  await provider.stop();
  await stop();
});

/** What happens to the events of a trial. */
const scripts = [
  { drop: 0.5 },
  { drop: 1 },
  { duplicate: 1 },
  { delayMs: 30 },
  { hold: true },
  { hold: true, duplicate: 0.5, drop: 0.2 },
  { delayMs: 15, duplicate: 0.5, drop: 0.3 },
  {},
];

interface Trial {
  number: number;
  chance: Random;
  story: Story;
  taken: string[];
}

async function runSteps(number: number): Promise<Trial> {
  const chance = random(SEED + number);
  provider.script({ ...scripts[number % scripts.length], seed: SEED + number });
  const trial: Trial = { number, chance, story: await newStory(), taken: [] };
  const stage = { provider, stripe, manager, chance };
  const names = Object.keys(steps);
  // Most orders are begun to be paid, and most of these are paid, because little follows from the others.
  const usual = ["begin", "pay"];
  for (let left = 5 + chance.below(8); left > 0; left--) {
    const likely = chance.below(5) > 0 ? usual[trial.taken.length] : undefined;
    const name = likely ?? chance.pick(names);
    trial.taken.push(name);
    await inTrial(trial, () => steps[name]?.(trial.story, stage));
  }
  await inTrial(trial, () => endBanks(trial));
  // The events that wait arrive now, or never.
  if (chance.below(2) === 0) await provider.release("shuffled");
  await provider.idle();
  provider.clearFaults();
  return trial;
}

async function inTrial({ number, taken }: Trial, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    const where = `trial ${number}, seed ${SEED}, after ${taken.join(", ")}`;
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
}

/** Banks answer to what waits for them. */
async function endBanks({ story: { intent }, chance }: Trial): Promise<void> {
  if (!intent) return;
  provider.settle(intent, chance.pick(["succeeded", "failed"] as const));
  const { data } = await stripe.refunds.list({ payment_intent: intent, limit: 100 });
  const { payment_method: method } = await stripe.paymentIntents.retrieve(intent, {
    expand: ["payment_method"],
  });
  const last4 = (method as Stripe.PaymentMethod | null)?.card?.last4;
  for (const { id, status } of data) {
    if (status === "pending") provider.settle(id, chance.pick(["succeeded", "succeeded", "failed"] as const));
    else if (last4 === "5126" && chance.below(2) === 0) provider.settle(id, "failed");
  }
}

let offsetMs = 0;

/** All clocks are as late as Sweep needs. It ends when it finds nothing to do. */
async function endBatch(batch: Trial[]): Promise<void> {
  provider.script({});
  const settle = async () => {
    for (let round = 0; round < 8; round++) {
      await run("update refund set created_at = now() - interval '1 hour' where status = 'pending'");
      const { expired, captured, refunded } = await sweepNow();
      await provider.idle();
      if (expired + captured + refunded === 0) return;
    }
    throw new Error("Sweep does not come to an end.");
  };
  for (const { story } of batch) {
    await letCheck(story.id);
    await expire(story.id);
  }
  await settle();
  await compare(context({ databaseRole: "payments", now: new Date(Date.now() + offsetMs) }), "stripe");
  await settle();
}

it(
  `agrees with the provider after lost, repeated, reordered, early, forged and old events, ${trials()} times`,
  LONG_TEST,
  async () => {
    let captured = 0;
    let refunded = 0;
    const before = new Set<string>();
    for (let from = 0; from < trials(); from += BATCH) {
      const batch: Trial[] = [];
      const count = Math.min(BATCH, trials() - from);
      for (let i = 0; i < count; i++) batch.push(await runSteps(from + i));
      await endBatch(batch);
      const books: unknown[] = [];
      for (const trial of batch)
        await inTrial(trial, async () => {
          const { shop } = await expectBooks(provider, trial.story.id);
          if (shop.paid > 0) captured++;
          if (shop.refunded > 0) refunded++;
          books.push(shop);
          await expectStock([trial.story.sku], STOCK);
        });

      // A day later.
      provider.advance(DAY_MS);
      const events = new Set(provider.deliveries().map(({ event }) => event));
      for (const event of [...events].filter((one) => !before.has(one))) {
        before.add(event);
        const chance = random(SEED + before.size);
        if (chance.below(4) > 0) continue;
        expect(await provider.resend(event)).toBe(204);
        const old = Math.floor(Date.now() / 1_000) - DAY_MS / 1_000;
        expect(await provider.resend(event, { signedAt: old })).toBe(400);
        expect(await provider.resend(event, { secret: "whsec_forged" })).toBe(400);
      }
      const after: unknown[] = [];
      for (const { story } of batch) after.push((await expectBooks(provider, story.id)).shop);
      expect(after).toEqual(books);
      // The next comparison does not look at the payments of this batch.
      provider.advance(4 * DAY_MS);
      offsetMs += 5 * DAY_MS;
    }
    // Without them, the trials would prove nothing.
    expect(captured).toBeGreaterThan(trials() / 5);
    expect(refunded).toBeGreaterThan(trials() / 10);
    recordTrials({ promise: "T1", trials: trials(), seed: SEED });
    process.stdout.write(
      `faults: T1, seed ${SEED}: ${trials()} trials, ${captured} captured, ${refunded} refunded, ${before.size} events\n`,
    );
  },
);
