import { LIMITS, once, retrying } from "@myclothes/client";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.ts";
import { endSession, key } from "./session.ts";

type Schemas = components["schemas"];
export type Money = { amount: number; currency: string };
export type Problem = Schemas["Problem"];
export type Order = Schemas["AdminOrder"];
export type OrderSummary = Schemas["AdminOrderSummary"];
export type OrderPage = Schemas["AdminOrderPage"];
export type Fulfillment = Schemas["AdminFulfillment"];
export type Product = Schemas["AdminProduct"];
export type ProductSummary = Schemas["AdminProductSummary"];
export type PutProduct = Schemas["PutProduct"];
export type Variant = Schemas["AdminVariant"];
export type Image = Schemas["AdminImage"];
export type SalesReport = Schemas["SalesReport"];
export type StockReport = Schemas["StockReport"];
export type Reason = Schemas["NewStockMovement"]["reason"];
export type Currency = Schemas["Money"]["currency"];

const send = retrying((request) => globalThis.fetch(request), LIMITS);

/**
 * The merchant's API on the page's own origin, with the key of this tab. Every request has a deadline and is repeated while that
 * can help; every `POST` has an `Idempotency-Key`, so a repetition changes nothing twice.
 */
export const api = createClient<paths>({
  fetch: async (request) => {
    const sent = key.value;
    if (sent !== undefined) request.headers.set("authorization", `Bearer ${sent}`);
    const response = await send(request);
    // Of another key, this answer would say nothing about the present one.
    if (response.status === 401 && sent === key.value) endSession();
    return response;
  },
});

/** Why the shop does not accept a key. Undefined: it does, whatever the key may do. */
export async function whyRefused(secret: string): Promise<Problem | undefined> {
  const client = createClient<paths>({ fetch: send, headers: { authorization: `Bearer ${secret}` } });
  const { error } = await client.GET("/admin/v1/orders", { params: { query: { limit: 1 } } });
  return error?.code === "key.scope" ? undefined : error;
}

/** All categories, in their order. */
export const categories = () => api.GET("/admin/v1/categories", { params: { query: { limit: 100 } } });

/** A write of an order. The same input has the same key until its answer is certain, also after a second click. */
interface OfOrder<B> {
  id: string;
  body: B;
}
const keyed = (key: string, id: string) => ({ header: { "Idempotency-Key": key }, path: { id } });

export const ship = once((key, { id, body }: OfOrder<Schemas["Ship"]>) =>
  api.POST("/admin/v1/orders/{id}/fulfillments", { params: keyed(key, id), body }),
);
export const refund = once((key, { id, body }: OfOrder<Schemas["RequestRefund"]>) =>
  api.POST("/admin/v1/orders/{id}/refunds", { params: keyed(key, id), body }),
);
export const recordPayment = once((key, { id, body }: OfOrder<Schemas["RecordPayment"]>) =>
  api.POST("/admin/v1/orders/{id}/payments", { params: keyed(key, id), body }),
);
export const moveStock = once((key, { sku, body }: { sku: string; body: Schemas["NewStockMovement"] }) =>
  api.POST("/admin/v1/variants/{sku}/stock-movements", {
    params: { header: { "Idempotency-Key": key }, path: { sku } },
    body,
  }),
);
