import { expect, it } from "vitest";
import { order, paid, start } from "./support/emulator.ts";

const RETURN = "https://shop.example/orders/1?from=bank";

it("sends the shopper to a page of the bank, and back after the payment", async () => {
  const { client } = await start();
  const intent = await paid(client, "pm_card_authenticationRequired", { return_url: RETURN });
  expect(intent).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
  const { url = "" } = intent.next_action?.redirect_to_url ?? {};
  const page = await (await fetch(url ?? "")).text();
  expect(page).toContain("€45.90");
  const answer = await fetch(url ?? "", {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ outcome: "succeeded" }),
  });
  expect(answer.status).toBe(303);
  const back = new URL(answer.headers.get("location") ?? "");
  expect(Object.fromEntries(back.searchParams)).toEqual({
    from: "bank",
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: "succeeded",
  });
  expect(await client.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: "succeeded",
    next_action: null,
  });
});

it("asks for another method when the shopper fails to authenticate", async () => {
  const { client } = await start();
  const intent = await paid(client, "pm_card_authenticationRequired", { return_url: RETURN });
  const body = new URLSearchParams({ outcome: "failed" });
  const url = intent.next_action?.redirect_to_url?.url ?? "";
  const answer = await fetch(url, { method: "POST", redirect: "manual", body });
  expect(new URL(answer.headers.get("location") ?? "").searchParams.get("redirect_status")).toBe("failed");
  expect(await client.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { code: "payment_intent_authentication_failure" },
    latest_charge: null,
  });
});

it.each(["4000002500003155", "4000002760003184"])("wants authentication for the card %s", async (number) => {
  const { client, server } = await start();
  const card = { number, exp_month: 1, exp_year: 2034, cvc: "123" };
  const { id } = await client.paymentIntents.create(order);
  const data = { type: "card", card } as never;
  const intent = await client.paymentIntents.confirm(id, { payment_method_data: data });
  expect(intent).toMatchObject({ status: "requires_action", next_action: { type: "use_stripe_sdk" } });
  server.authenticate(id, "succeeded");
  expect((await client.paymentIntents.retrieve(id)).status).toBe("succeeded");
});

it("can be declined after the authentication", async () => {
  const { client, server } = await start();
  const { id } = await paid(client, "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds");
  server.authenticate(id, "succeeded");
  expect(await client.paymentIntents.retrieve(id)).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { decline_code: "insufficient_funds" },
  });
});

it("does nothing after a cancellation", async () => {
  const { client, server } = await start();
  const intent = await paid(client, "pm_card_authenticationRequired", { return_url: RETURN });
  await client.paymentIntents.cancel(intent.id);
  const url = intent.next_action?.redirect_to_url?.url ?? "";
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ outcome: "succeeded" }) });
  expect(await answer.text()).toContain("Nothing to do");
  expect((await client.paymentIntents.retrieve(intent.id)).status).toBe("canceled");
  expect(server.books()).toMatchObject([{ captured: 0 }]);
});

it("shows the bank's page only to those who know the client secret", async () => {
  const { client, server } = await start();
  const { id } = await paid(client, "pm_card_authenticationRequired");
  const answer = await fetch(`${server.url}/authenticate/${id}?secret=${id}_secret_wrong`, {
    method: "POST",
  });
  expect(answer.status).toBe(404);
  expect((await client.paymentIntents.retrieve(id)).status).toBe("requires_action");
});
