import type { IncomingMessage, ServerResponse } from "node:http";
import type { EdgeRules } from "./cdn.ts";
import { pathOf } from "./target.ts";

/**
 * Adds the headers that CloudFront adds to a page. `uploads` is the address of the bucket to which the merchant's page sends images.
 */
export function protectPage(
  request: IncomingMessage,
  response: ServerResponse,
  rules: EdgeRules,
  uploads: string | undefined,
): void {
  if (!rules.isPage(pathOf(request))) return;
  const headers = {
    "content-security-policy": rules.contentSecurityPolicy(uploads ? new URL(uploads).origin : ""),
    "permissions-policy": rules.PERMISSIONS_POLICY,
    "referrer-policy": rules.REFERRER_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
