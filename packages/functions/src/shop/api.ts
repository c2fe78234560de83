import { lambdaHandler } from "../http/lambda.ts";
import { app } from "./app.ts";

/** The Lambda function behind API Gateway's `$default` route: the API for storefronts. */
export const handler = lambdaHandler(app);
