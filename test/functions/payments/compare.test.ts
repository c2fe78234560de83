import { context } from "@myclothes/core/context";
import { compare } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { admin } from "../../support/admin.ts";
import { usd } from "../../support/bodies.ts";
import { run } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { counters, ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
let manager: Awaited<ReturnType<typeof admin>>;
let errors: ReturnType<typeof vi.spyOn>;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
  manager = await admin("manager");
});
afterAll(() => provider.stop());
beforeEach(() => {
  errors = vi.spyOn(console, "error").mockImplementation(() => {});
  errors.mockClear();
  provider.clearFaults();
  provider.script({ drop: 0 });
});

const DAY_MS = 86_400_000;
let day = 10;
/** Compares on a day of its own: each is compared once. Returns the problems of this payment. */
async function problemsOf(intent: string, now = new Date(Date.now() - day++ * DAY_MS)): Promise<string[]> {
  errors.mockClear();
  expect(await compare(context({ databaseRole: "payments", now }), "stripe")).toBeTypeOf("number");
  const lines = errors.mock.calls.flat() as { problem: string; provider: { ref: string } }[];
  return lines.filter((line) => line.provider?.ref === intent).map(({ problem }) => problem);
}

async function paid() {
  const made = await ordered();
  const { clientSecret } = (await made.start()).body;
  const intent = clientSecret.split("_secret_")[0] as string;
  await stripe.paymentIntents.confirm(intent, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example/",
  });
  await provider.idle();
  expect((await made.read()).paymentStatus).toBe("paid");
  return { ...made, intent };
}

const OTHER_SUM = "The provider has refunded another sum than the shop.";

it("records refunds of the provider's dashboard whose webhooks were lost", async () => {
  const { id, intent } = await paid();
  provider.script({ drop: 1 });
  await stripe.refunds.create({ payment_intent: intent, amount: 1_500 });
  await provider.idle();
  expect(await counters(id)).toMatchObject({ refunded: 0 });
  expect(await problemsOf(intent)).toEqual([]);
  expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 1_500, refunded: 1_500 });
});

it("reports a refund that only the shop has, in one line", async () => {
  const { id, order, intent } = await paid();
  expect(await problemsOf(intent)).toEqual([]);
  await run(
    `insert into refund (id, order_id, payment_id, amount, status, reason, fingerprint)
     values (:refund, :id, :payment, 500, 'succeeded', 'Restored', '')`,
    { id, payment: order.payment.id, refund: `ref_${crypto.randomUUID()}` },
  );
  await run("update orders set refunding = 500, refunded = 500, refund_count = 1 where id = :id", { id });
  expect(await problemsOf(intent)).toEqual([OTHER_SUM]);
});

it("reports a pending refund that does not reach the provider within an hour", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const { id, intent } = await paid();
  provider.fail({ route: "POST /v1/refunds", times: 9, status: 503 });
  const body = { amount: usd(700), reason: "Late", restock: false };
  expect((await manager.send("POST", `/admin/v1/orders/${id}/refunds`, { body })).body.status).toBe(
    "pending",
  );
  expect(await problemsOf(intent)).toEqual([]);
  await run("update refund set created_at = now() - interval '61 minutes' where order_id = :id", { id });
  expect(await problemsOf(intent)).toEqual([OTHER_SUM]);
});

it("compares the refunds of the last days, however old their payments are", async () => {
  const { id, intent } = await paid();
  provider.script({ drop: 1 });
  provider.advance(10 * DAY_MS);
  await stripe.refunds.create({ payment_intent: intent, amount: 900 });
  expect(await problemsOf(intent, new Date(Date.now() + 10 * DAY_MS))).toEqual([]);
  expect(await counters(id)).toMatchObject({ refunded: 900 });
});
