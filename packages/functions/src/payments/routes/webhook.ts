import * as Payment from "@myclothes/core/payment";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { HttpRefusal } from "../../http/refusal.ts";

export const webhook = new Hono<Env>().post(
  "/webhooks/stripe",
  route({
    id: "receiveStripeEvent",
    tag: "orders",
    summary: "Receive an event of Stripe",
    description:
      "For Stripe only. The signature is checked, and then Stripe is asked for the payment: nothing else of the event is trusted.",
    requestHeaders: {
      "Stripe-Signature": { required: true, description: "As Stripe sends it.", pattern: "^.{1,2000}$" },
    },
    rawBody: true,
    replies: { 204: { description: "The event had its effect, now or earlier." } },
    refuses: ["webhook.signature", "service.unavailable"],
  }),
  async (c) => {
    const signature = c.req.header("stripe-signature") ?? "";
    if (await Payment.receive(c.var.ctx, "stripe", await c.req.text(), signature)) return c.body(null, 204);
    throw new HttpRefusal("webhook.signature", "The event has no valid signature of Stripe, or is too old.");
  },
);
