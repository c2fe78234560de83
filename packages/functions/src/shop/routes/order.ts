import * as Order from "@myclothes/core/order";
import { Order as OrderAnswer, OrderPage, PlaceOrder } from "@myclothes/core/order/schema";
import { PageQuery } from "@myclothes/core/page";
import * as Pricing from "@myclothes/core/pricing";
import { ShippingOptionList } from "@myclothes/core/pricing/schema";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { HttpRefusal } from "../../http/refusal.ts";
import { body, fingerprint, idempotencyKey, KEY_PATTERN, query } from "../../http/validate.ts";
import { begin, customer, sessionExpired, shopper } from "../shopper.ts";

const requestHeaders = {
  "Order-Token": {
    required: false,
    description: "The token from the answer that placed the order. The session that placed it needs none.",
  },
};

export const order = new Hono<Env>()
  .get(
    "/shipping-options",
    route({
      id: "listShippingOptions",
      tag: "orders",
      summary: "How the cart can be sent, and for how much",
      replies: { 200: ShippingOptionList },
    }),
    (c) => c.json({ data: Pricing.shippingOptions }),
  )
  .post(
    "/orders",
    route({
      id: "placeOrder",
      tag: "orders",
      summary: "Order what is in the cart",
      description:
        "Takes the stock and writes the order, all lines or none, at the prices of `expectedTotal`. The same key again answers with the same order and changes nothing.",
      replies: { 201: OrderAnswer },
      refuses: [
        "session.cross_site",
        "session.required",
        "idempotency.key_missing",
        "idempotency.key_reused",
        "cart.empty",
        "cart.busy",
        "cart.already_ordered",
        "shipping.unknown_option",
        "stock.insufficient",
        "checkout.item_unavailable",
        "checkout.price_changed",
        "session.expired",
      ],
      requestHeaders: {
        "Idempotency-Key": {
          required: true,
          description: "Names this order: it is placed once.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: { "Idempotent-Replayed": "`true` where the order had been placed before." },
    }),
    body(PlaceOrder),
    shopper,
    async (c) => {
      if (c.var.shopper.hasEnded) throw sessionExpired();
      // A process may have died after it stored the cart, and before it stored the session.
      if (c.var.shopper.cart.version > 0) await begin(c);
      const write = { key: requiredKey(c), fingerprint: fingerprint(c) };
      const placed = await Order.place(c.var.ctx, c.var.shopper, c.req.valid("json"), write);
      if (placed.replayed) c.header("idempotent-replayed", "true");
      return c.json(placed.order, 201);
    },
  )
  .get(
    "/orders/:id",
    route({
      id: "getOrder",
      tag: "orders",
      summary: "An order, to whom it belongs",
      replies: { 200: OrderAnswer },
      requestHeaders,
      refuses: ["order.unknown"],
    }),
    shopper,
    async (c) => c.json(await Order.read(c.var.ctx, c.req.param("id"), accessOf(c))),
  )
  .post(
    "/orders/:id/cancellation",
    route({
      id: "cancelOrder",
      tag: "orders",
      summary: "Cancel an order of which nothing has been sent",
      description: "Its stock returns once, however often this is asked for.",
      replies: { 201: OrderAnswer },
      requestHeaders,
      refuses: ["order.unknown", "order.not_cancelable", "session.cross_site", "cart.busy"],
    }),
    shopper,
    async (c) => c.json(await Order.cancel(c.var.ctx, c.req.param("id"), accessOf(c)), 201),
  )
  .get(
    "/customers/me/orders",
    route({
      id: "listOrders",
      tag: "orders",
      summary: "The customer's orders, the newest first",
      replies: { 200: OrderPage },
    }),
    query(PageQuery),
    customer,
    async (c) => c.json(await Order.history(c.var.ctx, c.var.customer.id, c.req.valid("query"))),
  );

const accessOf = (c: Context<Env>): Order.Access => ({
  shopper: c.var.shopper,
  token: c.req.header("order-token"),
});

function requiredKey(c: Context<Env>): string {
  const key = idempotencyKey(c);
  if (key !== undefined) return key;
  throw new HttpRefusal("idempotency.key_missing", "Send an Idempotency-Key, a new one for each order.");
}
