import type { IncomingMessage, ServerResponse } from "node:http";
import type { EdgeRules } from "./cdn.ts";
import { pathOf } from "./target.ts";

/**
 * Adds the headers that CloudFront adds to an answer. A page may load more than an API's answer. `uploads` is the address of the bucket
 * to which the merchant's page sends images.
 */
export function protectAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  rules: EdgeRules,
  uploads: string | undefined,
): void {
  const headers = {
    // The page that describes an API replaces it by its own.
    "content-security-policy": rules.isPage(pathOf(request))
      ? rules.contentSecurityPolicy(uploads ? new URL(uploads).origin : "")
      : rules.API_CONTENT_SECURITY_POLICY,
    "permissions-policy": rules.PERMISSIONS_POLICY,
    "referrer-policy": rules.REFERRER_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
