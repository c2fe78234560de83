import { handle } from "hono/aws-lambda";
import { app } from "./app.ts";

const answer = handle(app);

/**
 * The Lambda behind API Gateway's `$default` route: everything the storefront calls. The gateway has decoded the path, and Hono
 * decodes what it finds in it: encoded again it is decoded once, and `TEE%232` is not the sku `TEE`.
 * https://github.com/honojs/hono/issues/2156
 */
export const handler: typeof answer = (event, context) => {
  if ("rawPath" in event) event.rawPath = event.rawPath.split("/").map(encodeURIComponent).join("/");
  return answer(event, context);
};
