import { createApp } from "../http/app.ts";
import { adminRoutes } from "../payments/routes.ts";
import { routes } from "./routes.ts";

export { info } from "./info.ts";

/**
 * The API for the people who run the shop, and for their programs, whatever function answers a route: for its description and for
 * tests.
 */
export const app = createApp("admin").route("/", routes).route("/", adminRoutes);
