import { afterAll, beforeAll, expect, it } from "vitest";
import { client } from "../../support/client.ts";
import { clientOf, signedEvent, startProvider } from "../../support/stripe.ts";
import { counters, ordered, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  provider = await startProvider();
  provider.endpoints([]);
});
afterAll(() => provider.stop());

const send = (event: ReturnType<typeof signedEvent>) => client().send("POST", "/v1/webhooks/stripe", event);

it("is believed only if Stripe has signed it in the last five minutes, and its effect is remembered", async () => {
  const { id, start } = await ordered();
  const [intent = ""] = String((await start()).body.clientSecret).split("_secret_");
  const card = { payment_method: "pm_card_visa", return_url: "https://shop.example/" };
  await clientOf(provider).paymentIntents.confirm(intent, card);
  const old = 24 * 60 * 60;
  for (const wrong of [{ secret: "whsec_forged" }, { ageS: 301 }, { ageS: old }])
    expect((await send(signedEvent(provider, intent, wrong))).body.code).toBe("webhook.signature");
  expect(await counters(id)).toMatchObject({ paid: 0 });

  const event = signedEvent(provider, intent);
  const first = await send(event);
  expect([first.status, first.headers.get("server-timing")]).toEqual([
    204,
    expect.stringContaining("stripe."),
  ]);
  expect(await counters(id)).toMatchObject({ paid: TOTAL });
  // Stripe is not asked again.
  const again = await send(event);
  expect([again.status, again.headers.get("server-timing")]).toEqual([
    204,
    expect.not.stringContaining("stripe."),
  ]);
});
