import { afterAll, beforeAll, expect } from "vitest";
import { admin } from "../../support/admin.ts";
import { expectBooks } from "../../support/books.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { captureLog, expectStock } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { clientOf, type StripeServer, startProvider } from "../../support/stripe.ts";
import { SEED } from "./harness.ts";
import { type Flow, STOCK } from "./payment.flows.ts";
import { type Actor, loadActor } from "./payment.instance.ts";

type Prepared = Awaited<ReturnType<Flow>>;

/**
 * Starts engines and a provider for a file whose flows meet faults, and an actor that meets none. Webhooks are sent by the flows
 * only.
 */
export function startPaymentsHarness(promise: string) {
  const counts = { trials: 0, faults: 0 };
  let stop: () => Promise<void>;
  let provider: StripeServer;
  let healthy: Actor;
  let key = "";
  let log: ReturnType<typeof captureLog>;
  beforeAll(async () => {
    // First, because the shop reads its links once.
    provider = await startProvider();
    provider.endpoints([]);
    stop = await startOwnEngines();
    key = (await admin("manager")).secret;
    healthy = await loadActor();
    log = captureLog();
  });
  afterAll(async () => {
    log.restore();
    await provider.stop();
    await stop();
    recordTrials({ promise, ...counts, seed: SEED });
    console.log(`faults: ${promise}, seed ${SEED}: ${JSON.stringify(counts)}`);
  });

  const prepare = (flow: Flow): Promise<Prepared> => {
    provider.clearFaults();
    return flow({ provider, stripe: clientOf(provider), key });
  };

  /** After the fault: others continue, Sweep does what is left, and the books agree. */
  async function finish({ act, repeat = act, id, sku, check }: Prepared): Promise<void> {
    provider.clearFaults();
    const answer = await repeat(healthy);
    if (answer && typeof answer === "object" && "status" in answer)
      expect(answer.status, JSON.stringify(answer)).toBeOneOf([200, 201, 204]);
    await run("update refund set created_at = now() - interval '1 hour' where status = 'pending'");
    await healthy.sweep();
    await check(healthy);
    await expectBooks(provider, await id());
    await expectStock([sku], STOCK);
    counts.trials++;
  }

  return { prepare, finish, counts, provider: () => provider };
}
