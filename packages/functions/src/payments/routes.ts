import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Env } from "../http/env.ts";
import { order } from "./routes/order.ts";
import { refund } from "./routes/refund.ts";
import { webhook } from "./routes/webhook.ts";

/** The rights of these routes in the database, whatever app they are a part of. */
const asPayments = createMiddleware<Env>(async (c, next) => {
  c.set("ctx", { ...c.var.ctx, databaseRole: "payments" });
  await next();
});

/** The routes of the shoppers' API that may call the payment provider. */
export const shopRoutes = new Hono<Env>()
  .use("/v1/orders/:id/*", asPayments)
  .use("/v1/webhooks/*", asPayments)
  .route("/v1", order)
  .route("/v1", webhook);

/** The routes of the merchant's API that may call the payment provider. */
export const adminRoutes = new Hono<Env>()
  .use("/admin/v1/orders/:id/cancellation", asPayments)
  .use("/admin/v1/orders/:id/refunds", asPayments)
  .route("/admin/v1/orders", refund);
