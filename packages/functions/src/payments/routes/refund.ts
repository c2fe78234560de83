import { AdminOrder } from "@myclothes/core/order/admin/schema";
import { cancelAsMerchant } from "@myclothes/core/payment/cancel";
import * as Refund from "@myclothes/core/payment/refund";
import { AdminRefund, RequestRefund } from "@myclothes/core/payment/refund/schema";
import { Hono } from "hono";
import type { AdminEnv } from "../../admin/env.ts";
import { idempotent, requestOf } from "../../admin/idempotent.ts";
import { requireScopes } from "../../admin/key.ts";
import { route } from "../../http/document.ts";
import { body } from "../../http/validate.ts";

const tag = "orders";
const pathParameters = { id: { description: "The order's id (`ord_…`)." } };

export const refund = new Hono<AdminEnv>()
  .post(
    "/:id/cancellation",
    route({
      id: "cancelOrder",
      tag,
      summary: "Cancel an order",
      description:
        "Possible until a part of the order has been shipped. The stock returns once; repeating the request does no harm. A provider's payment is released or refunded. Money that the shop has received itself is not: send it back, and record that as a refund.",
      pathParameters,
      replies: { 201: { description: "The canceled order.", schema: AdminOrder } },
      refuses: ["order.unknown", "order.not_cancelable", "payment.unconfirmed"],
    }),
    requireScopes("orders:write"),
    async (c) => c.json(await cancelAsMerchant(c.var.ctx, c.var.author, c.req.param("id")), 201),
  )
  .post(
    "/:id/refunds",
    route({
      ...idempotent,
      id: "requestRefund",
      tag,
      summary: "Refund an order",
      description:
        "Pays back a part of the order or all of it, never more than was paid. The payment provider does it, or the shop itself if the order was paid outside this API. If the provider does not answer, the refund is `pending`, and made later. The settings limit what a key with the role `support` may refund.",
      pathParameters,
      replies: { 201: { description: "The refund.", schema: AdminRefund } },
      refuses: [
        ...idempotent.refuses,
        "order.unknown",
        "refund.exceeds_paid",
        "refund.unknown_lines",
        "refund.limit",
        "refund.role_limit",
      ],
    }),
    requireScopes("refunds:write"),
    body(RequestRefund),
    async (c) => {
      const { ctx, author } = c.var;
      const requested = await Refund.request(
        ctx,
        author,
        c.req.param("id"),
        c.req.valid("json"),
        requestOf(c),
      );
      if (requested.replayed) c.header("idempotent-replayed", "true");
      return c.json(requested.refund, 201);
    },
  );
