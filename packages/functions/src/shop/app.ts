import { createApp } from "../http/app.ts";
import { shopRoutes } from "../payments/routes.ts";
import { routes } from "./routes.ts";

export { info } from "./info.ts";

/** The API for storefronts, whatever function answers a route: for its description and for tests. */
export const app = createApp("app").route("/", routes).route("/", shopRoutes);
