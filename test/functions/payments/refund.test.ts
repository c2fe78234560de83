import { context } from "@myclothes/core/context";
import { sweep } from "@myclothes/core/payment/sweep";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, orderOf, usd } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { product, run, variant } from "../../support/products.ts";
import { clientOf, startProvider } from "../../support/stripe.ts";
import { placed } from "../support/merchant.ts";
import { counters, letCheck, ordered, PRICE, TOTAL } from "../support/paid.ts";

let provider: Awaited<ReturnType<typeof startProvider>>;
let stripe: Stripe;
let manager: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  provider = await startProvider();
  stripe = clientOf(provider);
  manager = await admin("manager");
});
afterAll(() => provider.stop());

/** An order that is paid, and its payment at the provider. */
async function paid(method = "pm_card_visa") {
  const made = await ordered();
  const { clientSecret } = (await made.start()).body;
  const intent = clientSecret.split("_secret_")[0] as string;
  await stripe.paymentIntents.confirm(intent, {
    payment_method: method,
    return_url: "https://shop.example/",
  });
  await provider.idle();
  const refund = (body: object, headers = keyed()) =>
    manager.send("POST", `/admin/v1/orders/${made.id}/refunds`, {
      body: { reason: "Too small", restock: false, ...body },
      headers,
    });
  return { ...made, intent, refund };
}

const bookOf = (intent: string) => {
  const { captured, refunded } = provider.books().find(({ id }) => id === intent) ?? {};
  return { captured, refunded };
};

describe("a refund", () => {
  it("pays back a part, and then the rest", async () => {
    const { id, intent, refund, read } = await paid();
    const first = await refund({ amount: usd(1_000) });
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ amount: usd(1_000), status: "succeeded", reason: "Too small" }),
    ]);
    expect(await read()).toMatchObject({ paymentStatus: "partially_refunded", status: "open" });
    const { detail } = (await refund({ amount: usd(TOTAL) })).body;
    expect(detail).toContain(`: ${((TOTAL - 1_000) / 100).toFixed(2)} USD is left.`);
    const { body } = await refund({});
    expect(body.amount).toEqual(usd(TOTAL - 1_000));
    await provider.idle();
    const order = await read();
    expect(order.paymentStatus).toBe("refunded");
    expect(order.refunds.map(({ amount }: { amount: object }) => amount)).toEqual([
      usd(1_000),
      usd(TOTAL - 1_000),
    ]);
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: TOTAL, refunded: TOTAL });
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: TOTAL });
    const third = await refund({ amount: usd(1) });
    expect([third.status, third.body.code, third.body.left]).toEqual([409, "refund.exceeds_paid", usd(0)]);
  });

  it("pays back lines and puts them back into stock once", async () => {
    const { sku, refund } = await paid();
    const lines = [{ sku, quantity: 1 }];
    const { body } = await refund({ lines, restock: true });
    expect(body.amount).toEqual(usd(PRICE));
    expect(Number((await variant(sku)).stock)).toBe(4);
    expect((await refund({ lines, restock: true })).status).toBe(201);
    const third = await refund({ lines: [{ sku, quantity: 1 }], restock: true });
    expect([third.status, third.body.code]).toEqual([409, "refund.unknown_lines"]);
    expect(Number((await variant(sku)).stock)).toBe(5);
  });

  it("is made once for each Idempotency-Key, also if its answer is lost", async () => {
    const { intent, refund } = await paid();
    const key = keyed();
    provider.fail({ route: "POST /v1/refunds", times: 1, reset: true, applied: true });
    const answers = await Promise.all([1, 2, 3].map(() => refund({ amount: usd(500) }, key)));
    const again = await refund({ amount: usd(500) }, key);
    const ids = new Set([...answers, again].map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: 500 });
    expect((await refund({ amount: usd(501) }, key)).body.code).toBe("idempotency.key_reused");
  });

  it("is pending while the provider does not answer, and made by Sweep", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { id, intent, refund, read } = await paid();
    provider.fail({ route: "POST /v1/refunds", times: 9, status: 503 });
    const { status, body } = await refund({ amount: usd(700) });
    expect([status, body.status]).toEqual([201, "pending"]);
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 700, refunded: 0 });
    provider.clearFaults();
    await run("update refund set created_at = now() - interval '1 hour' where id = :id", { id: body.id });
    await sweep(context({ databaseRole: "payments" }));
    expect((await read()).paymentStatus).toBe("partially_refunded");
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: 700 });
    warn.mockRestore();
  });

  it("is made once, also if its bank needs longer than Stripe keeps its key", async () => {
    const { intent, refund } = await paid("pm_card_pendingRefund");
    const { body } = await refund({ amount: usd(700) });
    expect(body.status).toBe("pending");
    await run("update refund set created_at = now() - interval '2 days' where id = :id", { id: body.id });
    provider.advance(2 * 24 * 60 * 60 * 1_000);
    await sweep(context({ databaseRole: "payments" }));
    const made = await stripe.refunds.list({ payment_intent: intent });
    expect(made.data.map(({ amount }) => amount)).toEqual([700]);
  });

  it("is never more than what was paid, if ten are made at once", async () => {
    const { id, intent, refund } = await paid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund({ amount: usd(1_000) })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    await provider.idle();
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 5_000, refunded: 5_000 });
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: 5_000 });
  });

  it("is recorded if it was made in the provider's dashboard", async () => {
    const { id, intent, read } = await paid();
    await stripe.refunds.create({ payment_intent: intent, amount: 1_500 });
    await provider.idle();
    expect(await read()).toMatchObject({
      paymentStatus: "partially_refunded",
      refunds: [{ amount: usd(1_500), status: "succeeded" }],
    });
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 1_500, refunded: 1_500 });
  });

  it("fails if the dashboard has refunded the money before, and the books agree", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const { id, intent, refund, read } = await paid();
    provider.script({ hold: true });
    await stripe.refunds.create({ payment_intent: intent, amount: 5_000 });
    const { body } = await refund({ amount: usd(1_000) });
    expect(body.status).toBe("failed");
    await provider.release("created");
    provider.script({ hold: false });
    await letCheck(id);
    expect((await read()).paymentStatus).toBe("partially_refunded");
    expect(await counters(id)).toEqual({ paid: TOTAL, refunding: 5_000, refunded: 5_000 });
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: 5_000 });
    error.mockRestore();
  });

  it("of money received outside this API is recorded at once", async () => {
    const shopper = client();
    const { sku } = await product({ price: PRICE, stock: 5 });
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 2 } });
    const placed = await shopper.send("POST", "/v1/orders", { body: orderOf(2 * PRICE), headers: keyed() });
    const path = `/admin/v1/orders/${placed.body.id}`;
    const refund = () =>
      manager.send("POST", `${path}/refunds`, { body: { reason: "Late", restock: false }, headers: keyed() });
    expect((await refund()).body.code).toBe("refund.exceeds_paid");
    await manager.send("POST", `${path}/payments`, { body: { amount: usd(TOTAL) }, headers: keyed() });
    expect((await refund()).body).toMatchObject({ status: "succeeded", amount: usd(TOTAL) });
    expect((await shopper.send("GET", `/v1/orders/${placed.body.id}`)).body.paymentStatus).toBe("refunded");
  });

  it("needs the scope refunds:write, and an order", async () => {
    const packer = await admin("packer");
    const { id } = await ordered();
    const body = { reason: "Late", restock: false };
    const answer = await packer.send("POST", `/admin/v1/orders/${id}/refunds`, { body });
    expect([answer.status, answer.body.scope]).toEqual([403, "refunds:write"]);
    const unknown = await manager.send("POST", "/admin/v1/orders/ord_01ARZ3NDEKTSV4RRFFQ69G5FAV/refunds", {
      body,
    });
    expect(unknown.body.code).toBe("order.unknown");
  });
});

describe("units that a refund puts back into stock", () => {
  /** An order of three units and of one, that is paid. */
  async function bought() {
    const { path, skus, total, id } = await placed([3, 1]);
    const send = (route: string, body: object) => manager.send("POST", `${path}/${route}`, { body });
    await send("payments", { amount: usd(total) });
    const [three = "", one = ""] = skus;
    const of = (sku: string, quantity: number) => ({ lines: [{ sku, quantity }] });
    const ship = (body: object = {}) => send("fulfillments", { carrier: "DHL", ...body });
    const refund = (body: object, restock = true) => send("refunds", { reason: "Gone", restock, ...body });
    const read = async () => {
      const { status, fulfillmentStatus } = (await manager.send("GET", path)).body;
      return [status, fulfillmentStatus];
    };
    const deliver = async (fulfillment: string) =>
      (await manager.send("POST", `${path}/fulfillments/${fulfillment}/delivery`)).status;
    return { id, three, one, of, ship, refund, read, deliver };
  }

  it("are not shipped any more", async () => {
    const { three, one, of, ship, refund, read } = await bought();
    expect((await refund(of(three, 2))).status).toBe(201);
    const tooMany = await ship(of(three, 2));
    expect([tooMany.body.code, tooMany.body.lines]).toEqual([
      "fulfillment.exceeds_ordered",
      [{ sku: three, left: 1 }],
    ]);
    const { body } = await ship();
    expect(body.lines).toEqual([
      { sku: three, quantity: 1 },
      { sku: one, quantity: 1 },
    ]);
    expect(await read()).toEqual(["confirmed", "shipped"]);
    // What comes back later changes nothing.
    expect((await refund(of(three, 1))).status).toBe(201);
    expect((await ship()).body.code).toBe("order.not_shippable");
  });

  it("can be shipped if they stay out of stock", async () => {
    const { three, of, ship, refund } = await bought();
    await refund(of(three, 2), false);
    expect((await ship(of(three, 3))).status).toBe(201);
  });

  it.each(["before", "after"])(
    "end the shipment if they were the last ones, %s its delivery",
    async (when) => {
      const { three, one, of, ship, refund, read, deliver } = await bought();
      const { body } = await ship(of(three, 3));
      expect(await read()).toEqual(["confirmed", "partially_shipped"]);
      if (when === "after") expect(await deliver(body.id)).toBeLessThan(300);
      await refund(of(one, 1));
      if (when === "before") {
        expect(await read()).toEqual(["confirmed", "shipped"]);
        await deliver(body.id);
      }
      expect(await read()).toEqual(["complete", "delivered"]);
      expect((await ship()).body.code).toBe("order.not_shippable");
    },
  );
});

describe("a payment that succeeds after the order was canceled", () => {
  it("takes the stock again if the order was not paid in time", async () => {
    const { id, sku, intent, read } = await unpaid();
    await run("update payment set status = 'canceled' where order_id = :id", { id });
    await run(
      "update orders set status = 'canceled', payment_status = 'canceled', canceled_by = 'expiry' where id = :id",
      { id },
    );
    await run("update variant set stock = 5 where sku = :sku", { sku });
    provider.settle(intent, "succeeded");
    await provider.idle();
    expect(await read()).toMatchObject({ status: "open", paymentStatus: "paid" });
    expect(Number((await variant(sku)).stock)).toBe(3);
  });

  it.each([
    ["the stock is gone", "expiry", 1],
    ["the shopper has canceled it", "shopper", 5],
  ])("is refunded if %s", async (_, by, stock) => {
    const { id, sku, intent, read } = await unpaid();
    await run("update payment set status = 'canceled' where order_id = :id", { id });
    await run(
      "update orders set status = 'canceled', payment_status = 'canceled', canceled_by = :by where id = :id",
      { id, by },
    );
    await run("update variant set stock = :stock::bigint where sku = :sku", { sku, stock: String(stock) });
    provider.settle(intent, "succeeded");
    await provider.idle();
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
    expect(Number((await variant(sku)).stock)).toBe(stock);
    expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: TOTAL });
  });

  /** The bank has not confirmed the payment. */
  const unpaid = () => paid("pm_usBankAccount");
});

it("a merchant cancels a paid order, which refunds it and has one audit row", async () => {
  const { id, sku, intent, read } = await paid();
  const cancel = () => manager.send("POST", `/admin/v1/orders/${id}/cancellation`);
  expect((await cancel()).status).toBe(201);
  expect((await cancel()).status).toBe(201);
  await provider.idle();
  expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
  expect(Number((await variant(sku)).stock)).toBe(5);
  expect(bookOf(intent)).toEqual({ captured: TOTAL, refunded: TOTAL });
  expect(await run("select count(*) from audit where subject = :id", { id })).toEqual([[1]]);
});

it("an order that is not paid cannot be shipped or paid by hand", async () => {
  const { id } = await ordered();
  const ship = await manager.send("POST", `/admin/v1/orders/${id}/fulfillments`, {
    body: { carrier: "DHL" },
  });
  expect(ship.body.code).toBe("order.not_shippable");
  const record = await manager.send("POST", `/admin/v1/orders/${id}/payments`, {
    body: { amount: usd(100) },
  });
  expect(record.body.code).toBe("order.not_payable");
});
