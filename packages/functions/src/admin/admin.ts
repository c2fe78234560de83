import { createApp } from "../http/app.ts";
import { lambdaHandler } from "../http/lambda.ts";
import { routes } from "./routes.ts";

/** The Lambda function behind `/admin/`: the API for the people who run the shop. */
export const handler = lambdaHandler(createApp("admin").route("/", routes));
