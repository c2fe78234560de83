import { Hono } from "hono";
import type { Env } from "../http/env.ts";
import { envelope, errors } from "../http/envelope.ts";
import { unknownRoute } from "../http/lambda.ts";
import { allowed } from "../http/methods.ts";
import { refuseUnsafe } from "../http/path.ts";
import { problem } from "../http/problem.ts";
import { HttpRefusal } from "../http/refusal.ts";
import { throughEdge } from "../http/require-edge.ts";
import { knownParameters, limited } from "../http/validate.ts";
import { address } from "./routes/address.ts";
import { cart } from "./routes/cart.ts";
import { catalog } from "./routes/catalog.ts";
import { customers } from "./routes/customer.ts";
import { docs } from "./routes/docs.ts";
import { order } from "./routes/order.ts";
import { service } from "./routes/service.ts";
import { session } from "./routes/session.ts";

/** The shop: what every request passes through, then its routes, then the one way to say no. */
export const app = new Hono<Env>()
  .use(envelope)
  .use(errors)
  .use(throughEdge)
  .use(refuseUnsafe)
  .use(limited)
  .use(knownParameters)
  .route("/", docs)
  .route("/v1", service)
  .route("/v1", catalog)
  .route("/v1/cart", cart)
  .route("/v1/sessions", session)
  .route("/v1/customers", customers)
  .route("/v1/customers/me/addresses", address)
  .route("/v1", order)
  .notFound((c) => {
    const methods = allowed(app, c.req.path);
    if (methods.length === 0) throw unknownRoute();
    c.header("allow", methods.join(", "));
    throw new HttpRefusal("route.method", `This path takes ${methods.join(", ")}.`);
  })
  .onError(problem);
