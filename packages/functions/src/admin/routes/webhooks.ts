import { PageQuery } from "@myclothes/core/page";
import * as Webhook from "@myclothes/core/webhook";
import { Delivery, DeliveryPage, Endpoint, EndpointList, SaveEndpoint } from "@myclothes/core/webhook/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { body, query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "webhooks";
const scope = requireScopes("settings:write");
const pathParameters = { id: { description: "The endpoint's id, which you choose: `erp`." } };
const ofDelivery = { ...pathParameters, delivery: { description: "The delivery's id (`dlv_…`)." } };

export const webhooks = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listWebhookEndpoints",
      tag,
      summary: "List the webhook endpoints",
      replies: { 200: { description: "All endpoints.", schema: EndpointList } },
    }),
    scope,
    async (c) => c.json(await Webhook.list(c.var.ctx)),
  )
  .get(
    "/:id",
    route({
      id: "getWebhookEndpoint",
      tag,
      summary: "Get a webhook endpoint",
      pathParameters,
      replies: { 200: { description: "The endpoint.", schema: Endpoint } },
      refuses: ["webhook.unknown"],
    }),
    scope,
    async (c) => c.json(await Webhook.read(c.var.ctx, c.req.param("id"))),
  )
  .put(
    "/:id",
    route({
      id: "saveWebhookEndpoint",
      tag,
      summary: "Create or replace a webhook endpoint",
      description:
        "Events are posted to it within seconds (`stock.low` and `stock.out` within a minute), and signed according to Standard Webhooks (https://www.standardwebhooks.com). An answer other than 2xx is repeated ten times within three days, with growing delays. An endpoint that only fails for three days is disabled. The answer that creates the endpoint contains its `secret`, this once.",
      pathParameters,
      replies: {
        200: { description: "The endpoint was replaced.", schema: Endpoint },
        201: { description: "The endpoint was created.", schema: Endpoint },
      },
      refuses: ["webhook.unknown"],
    }),
    scope,
    body(SaveEndpoint),
    async (c) => {
      const saved = await Webhook.save(c.var.ctx, c.var.author, c.req.param("id"), c.req.valid("json"));
      return c.json(saved, saved.secret === undefined ? 200 : 201);
    },
  )
  .delete(
    "/:id",
    route({
      id: "deleteWebhookEndpoint",
      tag,
      summary: "Delete a webhook endpoint",
      description: "Also deletes the list of its deliveries.",
      pathParameters,
      replies: { 204: { description: "The endpoint is gone." } },
      refuses: ["webhook.unknown"],
    }),
    scope,
    async (c) => {
      await Webhook.remove(c.var.ctx, c.var.author, c.req.param("id"));
      return c.body(null, 204);
    },
  )
  .get(
    "/:id/deliveries",
    route({
      id: "listWebhookDeliveries",
      tag,
      summary: "List what was sent to an endpoint",
      description: "The newest first, each with the endpoint's last answer.",
      pathParameters,
      replies: { 200: { description: "A page of deliveries.", schema: DeliveryPage } },
      refuses: ["webhook.unknown"],
    }),
    scope,
    query(PageQuery),
    async (c) => c.json(await Webhook.deliveries(c.var.ctx, c.req.param("id"), c.req.valid("query"))),
  )
  .post(
    "/:id/deliveries/:delivery/retry",
    route({
      id: "retryWebhookDelivery",
      tag,
      summary: "Send a delivery again",
      description:
        "It is sent within a minute, or when its endpoint is enabled again, and repeated if it fails. Repeating the request sends it at most once more.",
      pathParameters: ofDelivery,
      replies: { 200: { description: "The delivery, which is due now.", schema: Delivery } },
      refuses: ["webhook.unknown"],
    }),
    scope,
    async (c) => {
      const { id, delivery } = c.req.param();
      return c.json(await Webhook.retry(c.var.ctx, c.var.author, id, delivery));
    },
  );
