import { context } from "@myclothes/core/context";
import { compare, sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { admin } from "../../support/admin.ts";
import { usd } from "../../support/bodies.ts";
import { expectBooks } from "../../support/books.ts";
import { run } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { counters, letCheck, ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
});
afterAll(() => provider.stop());
beforeEach(() => {
  provider.script({});
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  return () => error.mockRestore();
});

async function paid(method = "pm_card_visa") {
  const made = await ordered();
  const { clientSecret } = (await made.start()).body;
  const intent = clientSecret.split("_secret_")[0] as string;
  await stripe.paymentIntents.confirm(intent, {
    payment_method: method,
    return_url: "https://shop.example/",
  });
  await provider.idle();
  const refundThere = async (amount: number) =>
    (await stripe.refunds.create({ payment_intent: intent, amount })).id;
  return { ...made, intent, refundThere };
}

const asPayments = () => context({ databaseRole: "payments" });

describe("a refund in the provider's dashboard", () => {
  it("whose event is late: a canceled order gets the rest back", async () => {
    const { id, refundThere, cancel, read } = await paid();
    provider.script({ hold: true });
    await refundThere(1_000);
    expect((await cancel()).body.status).toBe("canceled");
    await provider.release("created");
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: TOTAL, refunded: TOTAL });
    await expectBooks(provider, id);
  });

  it("whose event is late: a canceled order gets the rest back, also if its process dies", async () => {
    const { id, refundThere, cancel } = await paid();
    provider.script({ hold: true });
    await refundThere(1_000);
    provider.fail({ route: "POST /v1/refunds", times: 9, status: 503 });
    await cancel();
    provider.clearFaults();
    await provider.release("created");
    provider.script({});
    await run("update refund set created_at = now() - interval '1 hour' where order_id = :id", { id });
    await sweep(asPayments());
    await provider.idle();
    await expectBooks(provider, id);
  });

  it.each([
    ["a part", 1_000],
    ["everything", TOTAL],
  ])("of %s that the bank returns is taken back, with an alarm", async (_, amount) => {
    const { id, refundThere, read } = await paid("pm_card_refundFail");
    const refund = await refundThere(amount);
    await provider.idle();
    expect((await read()).paymentStatus).not.toBe("paid");
    provider.settle(refund, "failed");
    await provider.idle();
    expect(await read()).toMatchObject({ paymentStatus: "paid", refunds: [] });
    const alarms = vi.mocked(console.error).mock.calls.flat();
    expect(alarms).toEqual([expect.objectContaining({ text: "refund failed", orderId: id })]);
    await expectBooks(provider, id);
  });

  it("whose event is lost is found by the daily comparison", async () => {
    // Later than the days that other tests compare.
    const laterMs = (100 + (Date.now() % 10_000)) * 86_400_000;
    provider.advance(laterMs);
    const { id, refundThere, read } = await paid();
    provider.script({ drop: 1 });
    await refundThere(1_500);
    await letCheck(id);
    expect((await read()).paymentStatus).toBe("paid");
    await compare(context({ databaseRole: "payments", now: new Date(Date.now() + laterMs) }), "stripe");
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 1_500, refunded: 1_500 });
  });

  // One call of the provider returns at most 100 refunds.
  it("is recorded, however many there are, and the rest can still be canceled", async () => {
    const { id, refundThere, cancel, read } = await paid();
    provider.script({ drop: 1 });
    for (let i = 0; i < 105; i++) await refundThere(10);
    const { event = "" } = provider.deliveries().at(-1) ?? {};
    // A slow machine needs more than one delivery. Each one goes on where the one before has stopped.
    for (let n = 0; n < 5 && (await provider.resend(event)) !== 204; n++);
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 1_050, refunded: 1_050 });
    expect((await read()).refunds).toHaveLength(100);
    provider.script({});
    expect((await cancel()).body.status).toBe("canceled");
    await provider.idle();
    expect(await read()).toMatchObject({ paymentStatus: "refunded" });
    await expectBooks(provider, id);
  });

  it("leaves no more than 50 refunds of an order to the shop", async () => {
    const { id, refundThere, read } = await paid();
    const manager = await admin("manager");
    await refundThere(10);
    await provider.idle();
    await run("update orders set refund_count = 50 where id = :id", { id });
    const body = { amount: usd(1), reason: "Late", restock: false };
    const refused = await manager.send("POST", `/admin/v1/orders/${id}/refunds`, { body });
    expect([refused.status, refused.body.code]).toEqual([409, "refund.limit"]);
    await refundThere(10);
    await provider.idle();
    expect(await counters(id)).toMatchObject({ refunded: 20 });
    expect((await read()).refunds).toHaveLength(2);
  });
});
