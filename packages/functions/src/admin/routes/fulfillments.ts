import * as Fulfillment from "@myclothes/core/order/fulfillment";
import { AdminFulfillment, Ship } from "@myclothes/core/order/fulfillment/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { idempotent, requestOf } from "../idempotent.ts";
import { requireScopes } from "../key.ts";

const tag = "orders";
const order = { description: "The order's id (`ord_…`)." };

export const fulfillments = new Hono<AdminEnv>()
  .post(
    "/:id/fulfillments",
    route({
      ...idempotent,
      id: "shipOrder",
      tag,
      summary: "Ship an order or a part of it",
      description:
        "Without `lines`: everything that has not been shipped or put back into stock. Never more than was ordered, also if several people ship at once. The order is then `confirmed` and can no longer be canceled. An authorized payment is captured completely within a minute, also if this is only a part.",
      pathParameters: { id: order },
      replies: { 201: { description: "The fulfillment.", schema: AdminFulfillment } },
      refuses: [
        ...idempotent.refuses,
        "order.unknown",
        "order.not_shippable",
        "fulfillment.exceeds_ordered",
        "fulfillment.limit",
      ],
    }),
    requireScopes("fulfillments:write"),
    body(Ship),
    async (c) => {
      const { ctx, author } = c.var;
      const input = c.req.valid("json");
      const shipped = await Fulfillment.ship(ctx, author, c.req.param("id"), input, requestOf(c));
      if (shipped.replayed) c.header("idempotent-replayed", "true");
      return c.json(shipped.fulfillment, 201);
    },
  )
  .post(
    "/:id/fulfillments/:fulfillmentId/delivery",
    route({
      id: "deliverFulfillment",
      tag,
      summary: "Record the delivery of a fulfillment",
      description:
        "When everything in the order is delivered, its `fulfillmentStatus` is `delivered`; if it is also paid, it is `complete`. Repeating the request does no harm.",
      pathParameters: { id: order, fulfillmentId: { description: "The fulfillment's id (`ful_…`)." } },
      replies: { 201: { description: "The delivered fulfillment.", schema: AdminFulfillment } },
      refuses: ["fulfillment.unknown"],
    }),
    requireScopes("fulfillments:write"),
    async (c) => {
      const { ctx, author } = c.var;
      const { id, fulfillmentId } = c.req.param();
      return c.json(await Fulfillment.deliver(ctx, author, id, fulfillmentId), 201);
    },
  );
