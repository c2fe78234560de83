import { context } from "@myclothes/core/context";
import { sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { admin } from "../../support/admin.ts";
import { defaultSettings } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { gate } from "../../support/gate.ts";
import { run, variant } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { counters, expire, ordered, TOTAL } from "../support/paid.ts";

// Own engines: the settings apply to every order.
let stop: () => Promise<void>;
let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
let owner: Awaited<ReturnType<typeof admin>>;
let errors: ReturnType<typeof vi.spyOn>;
beforeAll(async () => {
  stop = await startOwnEngines();
  provider = await startProvider();
  stripe = clientOf(provider);
  owner = await admin();
});
afterAll(async () => {
  await provider.stop();
  await stop();
});
beforeEach(async () => {
  errors = vi.spyOn(console, "error").mockImplementation(() => {});
  errors.mockClear();
  provider.clearFaults();
  provider.script({ drop: 0 });
  await set("at_fulfillment");
});

const set = async (capture: string) => {
  const body = defaultSettings({ capture });
  expect((await owner.send("PUT", "/admin/v1/settings", { body })).status).toBe(200);
};
const CAPTURE = "POST /v1/payment_intents/:id/capture";
const CANCEL = "POST /v1/payment_intents/:id/cancel";
const DAY_MS = 24 * 60 * 60 * 1_000;
const tick = () => sweep(context({ databaseRole: "payments" }));
const logged = (text: string) =>
  errors.mock.calls.flat().filter((line: unknown) => (line as { text?: string }).text === text);

/** An order whose payment is authorised, and its payment at the provider. */
async function authorized() {
  const made = await ordered();
  const { clientSecret } = (await made.start()).body;
  const intent = clientSecret.split("_secret_")[0] as string;
  await stripe.paymentIntents.confirm(intent, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example/done",
  });
  await provider.idle();
  expect((await made.read()).paymentStatus).toBe("authorized");
  const ship = (units?: number) =>
    owner.send("POST", `/admin/v1/orders/${made.id}/fulfillments`, {
      body: { carrier: "DHL", ...(units && { lines: [{ sku: made.sku, quantity: units }] }) },
    });
  const book = () => {
    const { status, captured, refunded } = provider.books().find(({ id }) => id === intent) ?? {};
    return { status, captured, refunded };
  };
  const stock = async () => Number((await variant(made.sku)).stock);
  return { ...made, intent, ship, book, stock };
}

const CAPTURED = { status: "succeeded", captured: TOTAL, refunded: 0 };
const RELEASED = { status: "canceled", captured: 0, refunded: 0 };

describe("a payment that is captured at fulfillment", () => {
  it("is captured completely after the first part was shipped, and once", async () => {
    const { id, ship, read, book, stock } = await authorized();
    expect(await tick()).toMatchObject({ captured: 0, warned: 0 });
    expect([book().captured, await stock(), await counters(id)]).toEqual([
      0,
      3,
      { paid: 0, refunding: 0, refunded: 0 },
    ]);
    expect((await ship(1)).status).toBe(201);
    await Promise.all([tick(), tick()]);
    await provider.idle();
    expect(book()).toEqual(CAPTURED);
    expect(await read()).toMatchObject({ paymentStatus: "paid", fulfillmentStatus: "partially_shipped" });
    expect(await counters(id)).toMatchObject({ paid: TOTAL });
    expect((await ship()).status).toBe(201);
    expect(await tick()).toMatchObject({ captured: 0 });
    expect(book()).toEqual(CAPTURED);
  });

  it("is recorded at once if a connection breaks after its capture", async () => {
    const { id, ship, book } = await authorized();
    provider.script({ drop: 1 });
    provider.fail({ route: CAPTURE, reset: true, applied: true });
    await ship();
    expect(await tick()).toMatchObject({ captured: 1 });
    expect([book(), await counters(id)]).toEqual([CAPTURED, { paid: TOTAL, refunding: 0, refunded: 0 }]);
  });

  it("is recorded later if the provider answers its capture with an error in spite of its success", async () => {
    const { id, ship, book } = await authorized();
    provider.script({ drop: 1 });
    provider.fail({ route: CAPTURE, status: 500, applied: true });
    await ship();
    expect(await tick()).toMatchObject({ captured: 0 });
    expect([book(), await counters(id)]).toEqual([CAPTURED, { paid: 0, refunding: 0, refunded: 0 }]);
    expect(await tick()).toMatchObject({ captured: 1 });
    expect([book(), await counters(id)]).toEqual([CAPTURED, { paid: TOTAL, refunding: 0, refunded: 0 }]);
  });

  it("keeps the setting with which its order was placed", async () => {
    const made = await ordered();
    await set("automatic");
    const { clientSecret } = (await made.start()).body;
    const intent = await stripe.paymentIntents.retrieve(clientSecret.split("_secret_")[0]);
    expect(intent.capture_method).toBe("manual");
    const later = (await (await ordered()).start()).body.clientSecret;
    expect((await stripe.paymentIntents.retrieve(later.split("_secret_")[0])).capture_method).toBe(
      "automatic",
    );
  });
});

describe("a cancellation of an order with an authorised payment", () => {
  it("releases the payment, and returns the stock", async () => {
    const { cancel, read, book, stock, ship } = await authorized();
    expect((await cancel()).body).toMatchObject({
      status: "canceled",
      paymentStatus: "canceled",
      refunds: [],
    });
    await provider.idle();
    expect([book(), await stock()]).toEqual([RELEASED, 5]);
    expect((await ship()).body.code).toBe("order.not_shippable");
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled", refunds: [] });
  });

  it("is refused once a part was shipped", async () => {
    const { cancel, ship, book } = await authorized();
    await ship(1);
    expect((await cancel()).body.code).toBe("order.not_cancelable");
    await tick();
    expect(book()).toEqual(CAPTURED);
  });

  it.each(["the shopper", "Sweep"])("by %s lets nobody ship while the provider is asked", async (who) => {
    const { id, cancel, ship, book, stock, read } = await authorized();
    const [asked, answer] = [gate(), gate()];
    provider.fail({
      route: CANCEL,
      times: 1,
      until: () => {
        asked.open();
        return answer.opened;
      },
    });
    if (who === "Sweep") await expire(id);
    const canceling = who === "Sweep" ? tick() : cancel();
    await asked.opened;
    expect((await ship()).status).toBe(503);
    answer.open();
    await canceling;
    expect([book(), await stock(), (await read()).status]).toEqual([RELEASED, 5, "canceled"]);
  });
});

describe("an authorisation that ends soon", () => {
  const ends = (id: string, hours: string) =>
    run(
      "update payment set expires_at = now() + cast(:hours as interval), capture_before = expires_at where order_id = :id",
      { id, hours: `${hours} hours` },
    );

  it("raises one alarm two days before", async () => {
    const { id, intent, read } = await authorized();
    await ends(id, "49");
    expect(await tick()).toMatchObject({ warned: 0 });
    await ends(id, "47");
    expect(await tick()).toMatchObject({ warned: 1 });
    expect(await tick()).toMatchObject({ warned: 0 });
    expect(logged("authorization expires soon")).toEqual([
      expect.objectContaining({ orderId: id, ref: intent, isShipped: false }),
    ]);
    expect((await read()).paymentStatus).toBe("authorized");
  });

  it("raises none if it is captured at this moment", async () => {
    const { id, ship } = await authorized();
    await ends(id, "1");
    await ship();
    expect(await tick()).toMatchObject({ captured: 1, warned: 0 });
  });

  it("is released by the shop in time if nothing was shipped, and only captured otherwise", async () => {
    const [one, other] = [await authorized(), await authorized()];
    await other.ship(1);
    provider.fail({ route: CAPTURE, times: 9, status: 503 });
    await Promise.all([one, other].map(({ id }) => expire(id)));
    await tick();
    expect([one.book(), other.book().status]).toEqual([RELEASED, "requires_capture"]);
    expect(await one.read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
    provider.clearFaults();
    await tick();
    expect(other.book()).toEqual(CAPTURED);
  });
});

// The last ones, because they move the provider's clock.
describe("an authorisation that has ended at the provider", () => {
  it.each(["its webhook", "Sweep"])("cancels the order if nothing was shipped, by %s", async (by) => {
    const { id, read, book, stock } = await authorized();
    if (by === "Sweep") provider.script({ drop: 1 });
    provider.advance(8 * DAY_MS);
    await provider.idle();
    if (by === "Sweep") {
      await run("update payment set checked_at = now() - interval '25 hours' where order_id = :id", { id });
      expect(await tick()).toMatchObject({ checked: 1 });
    }
    expect(book()).toEqual(RELEASED);
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
    expect(await stock()).toBe(5);
    expect(logged("payment differs")).toEqual([]);
  });

  it("raises an alarm if a part was shipped, and keeps the order", async () => {
    const { id, ship, read, stock } = await authorized();
    provider.fail({ route: CAPTURE, times: 9, status: 503 });
    await ship(1);
    await tick();
    provider.advance(8 * DAY_MS);
    await provider.idle();
    expect(await read()).toMatchObject({
      status: "confirmed",
      paymentStatus: "canceled",
      fulfillmentStatus: "partially_shipped",
    });
    expect(await stock()).toBe(3);
    expect(logged("payment differs")).toContainEqual(
      expect.objectContaining({
        problem: "The order was shipped, but its authorization has ended.",
        here: expect.objectContaining({ orderId: id }),
      }),
    );
    expect((await ship()).body.code).toBe("order.not_shippable");
  });
});
