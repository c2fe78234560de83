import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { defaultSettings, keyed, orderOf, usd } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, variant } from "../../support/products.ts";
import { startProvider } from "../../support/stripe.ts";
import { eventsOf } from "../support/merchant.ts";

let stop: () => Promise<void>;
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  stop = await startOwnEngines();
  provider = await startProvider();
  const pickup = { id: "pickup", title: "Pickup", rates: [{ price: usd(0) }] };
  const body = { ...defaultSettings(), shippingOptions: [pickup] };
  expect((await (await admin()).send("PUT", "/admin/v1/settings", { body })).status).toBe(200);
});
afterAll(async () => {
  await provider.stop();
  await stop();
});

/** An order of one unit without shipping, and its SKU. `expected`: the price unless given. */
async function order(price: number, name: "stripe" | "manual", expected = price) {
  const shopper = client();
  const { sku } = await product({ price, stock: 5 });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const rest = { shippingOption: "pickup", payment: { provider: name }, expectedTotal: usd(expected) };
  const answer = await shopper.send("POST", "/v1/orders", { body: orderOf(0, rest), headers: keyed() });
  return { shopper, sku, ...answer };
}

it.each([0, 49, 100_000_000])("refuses an order of %d cents by Stripe, and takes no stock", async (price) => {
  const { status, body, sku, shopper } = await order(price, "stripe");
  expect([status, body.code]).toEqual([422, "payment.amount_limit"]);
  expect((await variant(sku)).stock).toBe(5);
  expect((await shopper.send("GET", "/v1/cart")).body.itemCount).toBe(1);
});

it.each([50, 99_999_999])("accepts an order of %d cents by Stripe, and begins its payment", async (price) => {
  const { status, body, shopper } = await order(price, "stripe");
  expect(status).toBe(201);
  const payment = await shopper.send("POST", `/v1/orders/${body.id}/payment`);
  expect([payment.status, payment.body.amount]).toEqual([200, usd(price)]);
});

it("accepts any total that the shop collects by itself", async () => {
  for (const price of [0, 100_000_000]) expect((await order(price, "manual")).status).toBe(201);
});

it("is paid at once if it costs nothing, and complete when it is delivered", async () => {
  const { body, shopper } = await order(0, "manual");
  expect([body.paymentStatus, body.payment.status]).toEqual(["paid", "paid"]);
  const { send } = await admin();
  const shipped = await send("POST", `/admin/v1/orders/${body.id}/fulfillments`, {
    body: { carrier: "DHL" },
    headers: keyed(),
  });
  expect(shipped.status).toBe(201);
  await send("POST", `/admin/v1/orders/${body.id}/fulfillments/${shipped.body.id}/delivery`);
  const { status, paymentStatus } = (await shopper.send("GET", `/v1/orders/${body.id}`)).body;
  expect([status, paymentStatus]).toEqual(["complete", "paid"]);
  expect(await eventsOf(body.id)).toContain("order.paid");
});

it("tells the right total first", async () => {
  const { status, body } = await order(1000, "stripe", 0);
  expect([status, body.code, body.total]).toEqual([409, "checkout.price_changed", usd(1000)]);
});
