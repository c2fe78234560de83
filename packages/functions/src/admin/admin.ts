import { lambdaHandler } from "../http/lambda.ts";
import { app } from "./app.ts";

/** The Lambda function behind `/admin/`: the API for the people who run the shop. */
export const handler = lambdaHandler(app);
