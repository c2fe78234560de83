import { afterAll, beforeAll, expect, it } from "vitest";
import { letCheck, ordered } from "../functions/support/paid.ts";
import { admin } from "../support/admin.ts";
import { keyed, usd } from "../support/bodies.ts";
import { clientOf, type StripeServer, startProvider } from "../support/stripe.ts";
import { measure } from "./meter.ts";

let provider: StripeServer;
beforeAll(async () => {
  provider = await startProvider();
  provider.endpoints([]);
});
afterAll(() => provider.stop());

it("a refund by Stripe makes six calls of the Data API and two of Stripe, and its repetition two and none", async () => {
  const { id, start, read } = await ordered();
  const [intent = ""] = String((await start()).body.clientSecret).split("_secret_");
  const card = { payment_method: "pm_card_visa", return_url: "https://shop.example/" };
  await clientOf(provider).paymentIntents.confirm(intent, card);
  await letCheck(id);
  expect((await read()).paymentStatus).toBe("paid");

  const manager = { ...(await admin("manager")), jar: { cookie: "", device: "" } };
  const body = { amount: usd(100), reason: "Late", restock: false };
  const request = {
    by: manager,
    method: "POST",
    path: `/admin/v1/orders/${id}/refunds`,
    body,
    headers: keyed(),
  };
  // The key; the refund; the refund with its payment; its success; the refund as it is then.
  expect(await measure(request)).toMatchObject({ status: 201, dynamodb: 0, aurora: 5, stripe: 2, sqs: 1 });
  expect(await measure(request)).toMatchObject({ status: 201, dynamodb: 0, aurora: 3, stripe: 0 });
});
