import type Stripe from "stripe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { gate } from "../../support/gate.ts";
import { run } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
let manager: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
  manager = await admin("manager");
});
afterAll(() => provider.stop());

const route = "POST /v1/payment_intents/:id/cancel";

it("stops shipments while the provider cancels the payment", async () => {
  const { id, order, cancel, read } = await ordered();
  await stripe.paymentIntents.create({
    amount: TOTAL,
    currency: "usd",
    capture_method: "manual",
    metadata: { paymentId: order.payment.id },
    payment_method: "pm_card_visa",
    confirm: true,
    return_url: "https://shop.example/",
  });
  await provider.idle();
  expect((await read()).paymentStatus).toBe("authorized");
  const [arrived, end] = [gate(), gate()];
  const until = () => {
    arrived.open();
    return end.opened;
  };
  provider.fail({ route, times: 1, applied: false, until });
  const canceling = cancel();
  await arrived.opened;
  const ship = await manager.send("POST", `/admin/v1/orders/${id}/fulfillments`, {
    body: { carrier: "DHL" },
  });
  // It may be shipped, or not, when the provider has answered.
  expect([ship.status, ship.body.detail]).toEqual([503, "The order was being changed. Try again."]);
  end.open();
  expect((await canceling).body).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
});

it("is the merchant's, with one audit row, although the provider's event is faster than its answer", async () => {
  const { id, start } = await ordered();
  await start();
  provider.fail({ route, times: 1, until: provider.idle });
  const cancel = () => manager.send("POST", `/admin/v1/orders/${id}/cancellation`);
  expect((await cancel()).body.status).toBe("canceled");
  expect((await cancel()).status).toBe(201);
  const audited = await run("select before->>'status', after->>'status' from audit where subject = :id", {
    id,
  });
  expect(audited).toEqual([["open", "canceled"]]);
  expect(await run("select canceled_by from orders where id = :id", { id })).toEqual([["merchant"]]);
});
