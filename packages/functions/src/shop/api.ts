import { createApp } from "../http/app.ts";
import { lambdaHandler } from "../http/lambda.ts";
import { routes } from "./routes.ts";

/** The Lambda function that answers the API for storefronts. */
export const handler = lambdaHandler(createApp("app").route("/", routes));
