import { Hono } from "hono";
import { docs } from "../http/docs.ts";
import type { Env } from "../http/env.ts";
import { audit } from "./routes/audit.ts";
import { categories } from "./routes/categories.ts";
import { collections } from "./routes/collections.ts";
import { customers } from "./routes/customers.ts";
import { deadLetters } from "./routes/dead-letters.ts";
import { events } from "./routes/events.ts";
import { fulfillments } from "./routes/fulfillments.ts";
import { images, uploads } from "./routes/images.ts";
import { keys } from "./routes/keys.ts";
import { orders } from "./routes/orders.ts";
import { products } from "./routes/products.ts";
import { redirects } from "./routes/redirects.ts";
import { reports } from "./routes/reports.ts";
import { settings } from "./routes/settings.ts";
import { stockReport } from "./routes/stock-report.ts";
import { variants } from "./routes/variants.ts";
import { webhooks } from "./routes/webhooks.ts";

/** The routes that Admin answers. */
export const routes = new Hono<Env>()
  .route("/admin", docs)
  .route("/admin/v1/keys", keys)
  .route("/admin/v1/audit", audit)
  .route("/admin/v1/uploads", uploads)
  .route("/admin/v1/images", images)
  .route("/admin/v1/products", products)
  .route("/admin/v1/variants", variants)
  .route("/admin/v1/categories", categories)
  .route("/admin/v1/collections", collections)
  .route("/admin/v1/redirects", redirects)
  .route("/admin/v1/reports", stockReport)
  .route("/admin/v1/dead-letters", deadLetters)
  .route("/admin/v1/orders", orders)
  .route("/admin/v1/orders", fulfillments)
  .route("/admin/v1/customers", customers)
  .route("/admin/v1/settings", settings)
  .route("/admin/v1/reports", reports)
  .route("/admin/v1/events", events)
  .route("/admin/v1/webhook-endpoints", webhooks);
