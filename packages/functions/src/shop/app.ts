import { createApp } from "../http/app.ts";
import { docs } from "../http/docs.ts";
import { address } from "./routes/address.ts";
import { cart } from "./routes/cart.ts";
import { catalog } from "./routes/catalog.ts";
import { customers } from "./routes/customer.ts";
import { link } from "./routes/link.ts";
import { order } from "./routes/order.ts";
import { service } from "./routes/service.ts";
import { session } from "./routes/session.ts";

export { info } from "./info.ts";

/** The API for storefronts. */
export const app = createApp("app")
  .route("/", docs)
  .route("/v1", service)
  .route("/v1", catalog)
  .route("/v1/cart", cart)
  .route("/v1/sessions", session)
  .route("/v1/customers", customers)
  .route("/v1/customers/me/addresses", address)
  .route("/v1", link)
  .route("/v1", order);
