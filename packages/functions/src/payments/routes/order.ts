import type * as Orders from "@myclothes/core/order";
import { Order as OrderAnswer } from "@myclothes/core/order/schema";
import * as Payment from "@myclothes/core/payment";
import { cancel } from "@myclothes/core/payment/cancel";
import { Payment as PaymentAnswer } from "@myclothes/core/payment/schema";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import type { ShopEnv } from "../../shop/env.ts";
import { shopper } from "../../shop/shopper.ts";

const tag = "orders";
const pathParameters = { id: { description: "The order's id (`ord_…`), not its number." } };
const requestHeaders = {
  "Order-Token": {
    description:
      "A guest order's `token`. Not needed with the session that placed the order, or the session of the customer who owns it.",
  },
};

export const order = new Hono<ShopEnv>()
  .get(
    "/orders/:id",
    route({
      id: "getOrder",
      tag,
      summary: "Get an order",
      description:
        "For the customer who owns the order, the session that placed it, and clients that send its token. For everyone else it is 404.",
      pathParameters,
      replies: { 200: { description: "The order.", schema: OrderAnswer } },
      requestHeaders,
      refuses: ["order.unknown"],
    }),
    shopper,
    async (c) => c.json(await Payment.readOrder(c.var.ctx, c.req.param("id"), accessOf(c))),
  )
  .post(
    "/orders/:id/cancellation",
    route({
      id: "cancelOrder",
      tag,
      summary: "Cancel an order",
      description:
        "Possible until a part of the order has been shipped. The stock returns once; repeating the request does no harm. A provider's payment is released or refunded. The shop sends back other money itself.",
      pathParameters,
      replies: { 201: { description: "The canceled order.", schema: OrderAnswer } },
      requestHeaders,
      refuses: [
        "order.unknown",
        "order.not_cancelable",
        "payment.unconfirmed",
        "session.cross_site",
        "cart.busy",
      ],
    }),
    shopper,
    async (c) => c.json(await cancel(c.var.ctx, c.req.param("id"), accessOf(c)), 201),
  )
  .post(
    "/orders/:id/payment",
    route({
      id: "startPayment",
      tag,
      summary: "Pay an order",
      description:
        "Returns the order's payment. While the shopper can pay, it has the `clientSecret` for the provider's form in the browser. The amount is that of the order and never changes. Repeated requests return the same payment.",
      pathParameters,
      replies: { 200: { description: "The payment.", schema: PaymentAnswer } },
      requestHeaders,
      refuses: ["order.unknown", "order.not_payable", "session.cross_site", "cart.busy"],
    }),
    shopper,
    async (c) => c.json(await Payment.start(c.var.ctx, c.req.param("id"), accessOf(c))),
  );

const accessOf = (c: Context<ShopEnv>): Orders.Access => ({
  shopper: c.var.shopper,
  token: c.req.header("order-token"),
});
