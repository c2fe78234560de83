import { newId } from "../../../packages/core/src/id.ts";
import { admin } from "../../support/admin.ts";
import { createCategory, createCollection, newNames, productBody } from "../../support/catalog-edits.ts";
import type { Client } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";
import { account } from "./customer.ts";
import { placed } from "./merchant.ts";

interface Write {
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const usd = (amount: number) => ({ amount, currency: "USD" });
const endpoint = { url: "https://erp.example.com/hooks", events: ["order.placed"] };
const settings = {
  name: "Ada's",
  sender: { name: "Ada" },
  currencies: ["USD"],
  origins: [],
  shippingOptions: [{ id: "standard", title: "Slow", rates: [{ price: usd(599) }] }],
};

async function dead() {
  const id = newId("event", new Date());
  await run(
    `insert into event (id, name, subject, sent_at, attempts, failed_at, last_error)
     values (:id, 'order.broken', 'ord_none', now(), 5, now(), 'on purpose')`,
    { id },
  );
  return id;
}

async function delivery(send: Client["send"]) {
  await send("PUT", "/admin/v1/webhook-endpoints/sent", { body: endpoint });
  const id = newId("delivery", new Date());
  await run("insert into webhook_delivery (id, endpoint_id, event_id) values (:id, 'sent', :id)", { id });
  return id;
}

async function shipped(send: Client["send"]) {
  const order = await placed([1]);
  const { body } = await send("POST", `${order.path}/fulfillments`, { body: { carrier: "DHL" } });
  return `${order.path}/fulfillments/${body.id}`;
}

/**
 * A request of each writing route that changes something, by the name of its operation. `send`: an owner's. There must be the
 * category of `createCategory`.
 */
export const writes = (send: Client["send"]): Record<string, () => Promise<Write>> => ({
  createKey: async () => ({ path: "keys", body: { name: "Till", role: "packer" } }),
  revokeKey: async () => ({ path: `keys/${(await admin("packer")).id}` }),
  createUpload: async () => ({
    path: "uploads",
    body: { filename: "a.png", contentType: "image/png", bytes: 1 },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  putProduct: async () => {
    const { handle, skus } = newNames();
    return { path: `products/${handle}`, body: productBody(skus) };
  },
  deleteProduct: async () => ({ path: `products/${(await product()).handle}` }),
  changeVariant: async () => ({ path: `variants/${(await product()).sku}`, body: { price: usd(1) } }),
  setStock: async () => ({
    path: `variants/${(await product()).sku}/stock`,
    body: { quantity: 7 },
    headers: { "if-match": "*" },
  }),
  moveStock: async () => ({
    path: `variants/${(await product()).sku}/stock-movements`,
    body: { delta: 2, reason: "received" },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  putCategory: async () => ({ path: "categories/written", body: { title: "T", position: 1 } }),
  deleteCategory: async () => {
    await createCategory("empty");
    return { path: "categories/empty" };
  },
  putCollection: async () => ({
    path: "collections/written",
    body: { title: "T", products: [(await product()).handle] },
  }),
  deleteCollection: async () => {
    const { handle } = newNames();
    await createCollection(handle, [(await product()).id]);
    return { path: `collections/${handle}` };
  },
  putRedirect: async () => ({ path: "redirects/former", body: { to: (await product()).handle } }),
  deleteRedirect: async () => {
    await send("PUT", "/admin/v1/redirects/old", { body: { to: (await product()).handle } });
    return { path: "redirects/old" };
  },
  retryDeadLetter: async () => ({ path: `dead-letters/${await dead()}/retry` }),
  cancelOrder: async () => ({ path: `orders/${(await placed([1])).id}/cancellation` }),
  recordPayment: async () => ({
    path: `orders/${(await placed([1])).id}/payments`,
    body: { amount: usd(100) },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  requestRefund: async () => {
    const { id } = await placed([1]);
    await send("POST", `/admin/v1/orders/${id}/payments`, { body: { amount: usd(100) } });
    return {
      path: `orders/${id}/refunds`,
      body: { reason: "Late", restock: false },
      headers: { "idempotency-key": crypto.randomUUID() },
    };
  },
  shipOrder: async () => ({
    path: `orders/${(await placed([1])).id}/fulfillments`,
    body: { carrier: "DHL" },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  deliverFulfillment: async () => ({ path: `${(await shipped(send)).replace("/admin/v1/", "")}/delivery` }),
  sendConfirmation: async () => ({ path: `orders/${(await placed([1])).id}/confirmation` }),
  eraseCustomer: async () => ({ path: `customers/${(await account()).id}` }),
  replaceSettings: async () => ({ path: "settings", body: settings }),
  saveWebhookEndpoint: async () => ({ path: "webhook-endpoints/erp", body: endpoint }),
  deleteWebhookEndpoint: async () => {
    await send("PUT", "/admin/v1/webhook-endpoints/gone", { body: endpoint });
    return { path: "webhook-endpoints/gone" };
  },
  retryWebhookDelivery: async () => ({
    path: `webhook-endpoints/sent/deliveries/${await delivery(send)}/retry`,
  }),
});
