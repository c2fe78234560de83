import { context } from "@myclothes/core/context";
import { sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, usd } from "../../support/bodies.ts";
import { expectBooks } from "../../support/books.ts";
import { gate } from "../../support/gate.ts";
import { run } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { counters, ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
let manager: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
  manager = await admin("manager");
});
afterAll(() => provider.stop());
beforeEach(() => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  return () => warn.mockRestore();
});

it("a refund that two processes make at once is made once, and counts from its request on", async () => {
  const { id, start } = await ordered();
  const [intent = ""] = String((await start()).body.clientSecret).split("_secret_");
  const card = { payment_method: "pm_card_visa", return_url: "https://shop.example/" };
  await stripe.paymentIntents.confirm(intent, card);
  await provider.idle();
  const [arrived, end] = [gate(), gate()];
  const until = () => {
    arrived.open();
    return end.opened;
  };
  provider.fail({ route: "POST /v1/refunds", times: 1, applied: false, until });
  const headers = keyed();
  const body = { amount: usd(500), reason: "Late", restock: false };
  const refund = () => manager.send("POST", `/admin/v1/orders/${id}/refunds`, { body, headers });
  const first = refund();
  await arrived.opened;
  expect((await refund()).body.status).toBe("pending");
  expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 500, refunded: 0 });
  end.open();
  expect((await first).status).toBe(201);
  await run("update refund set created_at = now() - interval '1 hour' where order_id = :id", { id });
  await sweep(context({ databaseRole: "payments" }));
  await provider.idle();
  const { data } = await stripe.refunds.list({ payment_intent: intent });
  expect(data.map(({ amount }) => amount)).toEqual([500]);
  await expectBooks(provider, id);
});
