import * as Order from "@myclothes/core/order/admin";
import { AdminOrder, AdminOrderPage, AdminOrderQuery } from "@myclothes/core/order/admin/schema";
import * as Payment from "@myclothes/core/order/payment";
import { AdminPayment, RecordPayment } from "@myclothes/core/order/payment/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { idempotent, requestOf } from "../idempotent.ts";
import { requireScopes } from "../key.ts";

const tag = "orders";
const pathParameters = { id: { description: "The order's id (`ord_…`)." } };

export const orders = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listOrders",
      tag,
      summary: "List the orders",
      description:
        "The newest first, without their lines. `q` finds an order by its number, e-mail or recipient.",
      replies: { 200: { description: "A page of orders.", schema: AdminOrderPage } },
    }),
    requireScopes("orders:read"),
    query(AdminOrderQuery),
    async (c) => c.json(await Order.list(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/:id",
    route({
      id: "getOrder",
      tag,
      summary: "Get an order",
      description: "With its lines, payments and fulfillments.",
      pathParameters: { id: { description: "The order's id (`ord_…`) or its number." } },
      replies: { 200: { description: "The order.", schema: AdminOrder } },
      refuses: ["order.unknown"],
    }),
    requireScopes("orders:read"),
    async (c) => c.json(await Order.read(c.var.ctx, c.req.param("id"))),
  )
  .post(
    "/:id/payments",
    route({
      ...idempotent,
      id: "recordPayment",
      tag,
      summary: "Record a payment",
      description:
        "Money that the shop has received by bank transfer, in cash or by card terminal. An order can be paid in parts, but never more than its total. With the last part, its `paymentStatus` is `paid`. An order that is paid and delivered is `complete`.",
      pathParameters,
      replies: { 201: { description: "The payment.", schema: AdminPayment } },
      refuses: [...idempotent.refuses, "order.unknown", "order.not_payable", "payment.exceeds_owed"],
    }),
    requireScopes("orders:write"),
    body(RecordPayment),
    async (c) => {
      const { ctx, author } = c.var;
      const input = c.req.valid("json");
      const recorded = await Payment.record(ctx, author, c.req.param("id"), input, requestOf(c));
      if (recorded.replayed) c.header("idempotent-replayed", "true");
      return c.json(recorded.payment, 201);
    },
  )
  .post(
    "/:id/confirmation",
    route({
      id: "sendConfirmation",
      tag,
      summary: "Send the confirmation again",
      description:
        "Mails the order as it is now to its e-mail, as after it was placed. The mail has a link to the order's page. Each request sends a mail.",
      pathParameters,
      replies: { 202: { description: "The mail will be sent." } },
      refuses: ["order.unknown"],
    }),
    requireScopes("orders:write"),
    async (c) => {
      await Order.sendConfirmation(c.var.ctx, c.var.author, c.req.param("id"));
      return c.body(null, 202);
    },
  );
