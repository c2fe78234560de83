import { Hono } from "hono";
import { docs } from "../http/docs.ts";
import type { Env } from "../http/env.ts";
import { address } from "./routes/address.ts";
import { cart } from "./routes/cart.ts";
import { catalog } from "./routes/catalog.ts";
import { customers } from "./routes/customer.ts";
import { link } from "./routes/link.ts";
import { order } from "./routes/order.ts";
import { service } from "./routes/service.ts";
import { session } from "./routes/session.ts";

/** The routes that Api answers. */
export const routes = new Hono<Env>()
  .route("/", docs)
  .route("/v1", service)
  .route("/v1", catalog)
  .route("/v1/cart", cart)
  .route("/v1/sessions", session)
  .route("/v1/customers", customers)
  .route("/v1/customers/me/addresses", address)
  .route("/v1", link)
  .route("/v1", order);
