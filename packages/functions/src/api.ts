import { handle } from "hono/aws-lambda";
import { app } from "./app.ts";

/** The Lambda behind API Gateway's `$default` route: everything the storefront calls. */
export const handler = handle(app);
