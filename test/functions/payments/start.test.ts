import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { stripeProvider as Real } from "../../../packages/core/src/payment/stripe.provider.ts";
import { admin } from "../../support/admin.ts";
import { defaultSettings } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { gate } from "../../support/gate.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { ordered } from "../support/paid.ts";

/** A request waits here, after the provider has begun its payment. */
const stall = vi.hoisted(() => ({ until: undefined as (() => Promise<void>) | undefined }));
vi.mock("../../../packages/core/src/payment/stripe.provider.ts", async (original) => {
  const { stripeProvider } = await original<{ stripeProvider: typeof Real }>();
  const open: typeof Real.open = async (...args) => {
    const { until } = stall;
    stall.until = undefined;
    const found = await stripeProvider.open(...args);
    await until?.();
    return found;
  };
  return { stripeProvider: { ...stripeProvider, open } };
});

let stop: () => Promise<void>;
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  stop = await startOwnEngines();
  provider = await startProvider();
  const body = defaultSettings({ capture: "at_fulfillment" });
  expect((await (await admin()).send("PUT", "/admin/v1/settings", { body })).status).toBe(200);
});
afterAll(async () => {
  await provider.stop();
  await stop();
});

it("a request that began the payment and then stalled does not cancel what the shopper has paid by its repetition", async () => {
  const { start, read } = await ordered();
  const [begun, resume] = [gate(), gate()];
  stall.until = () => {
    begun.open();
    return resume.opened;
  };
  const stalled = start();
  await begun.opened;
  const { clientSecret } = (await start()).body;
  const intent = clientSecret.split("_secret_")[0] as string;
  await clientOf(provider).paymentIntents.confirm(intent, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example/done",
  });
  await provider.idle();
  expect((await read()).paymentStatus).toBe("authorized");
  resume.open();
  const { status, body } = await stalled;
  expect([status, body.status]).toEqual([200, "authorized"]);
  await provider.idle();
  expect(await read()).toMatchObject({ status: "open", paymentStatus: "authorized" });
});
