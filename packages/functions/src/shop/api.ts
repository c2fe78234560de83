import { type ApiEvent, type ApiResult, toRequest, toResult } from "../http/lambda.ts";
import { app } from "./app.ts";

/** The Lambda behind API Gateway's `$default` route: everything the storefront calls. */
export async function handler(event: ApiEvent): Promise<ApiResult> {
  const { request, refused } = toRequest(event);
  return toResult(await app.fetch(request, { refused }));
}
