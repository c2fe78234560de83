import { Hono } from "hono";
import type { Env } from "../http/env.ts";
import { order } from "./routes/order.ts";
import { refund } from "./routes/refund.ts";
import { webhook } from "./routes/webhook.ts";

/** The routes of the shoppers' API that may call the payment provider. */
export const shopRoutes = new Hono<Env>().route("/v1", order).route("/v1", webhook);

/** The routes of the merchant's API that may call the payment provider. */
export const adminRoutes = new Hono<Env>().route("/admin/v1/orders", refund);
