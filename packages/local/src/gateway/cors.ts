import type { IncomingMessage, ServerResponse } from "node:http";
import type { EdgeRules } from "./cdn.ts";
import { header, pathOf } from "./target.ts";

/** On AWS the stage lists its storefronts. Here every page of this machine may be one. */
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/**
 * Adds the headers that let a page of another origin read the answer, whatever it will be. Returns whether the origin is allowed.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse, rules: EdgeRules): boolean {
  const origin = header(request.rawHeaders, "origin");
  const headers = rules.corsHeaders(pathOf(request), origin, (origin) => LOCAL.test(origin));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  return "access-control-allow-origin" in headers;
}

/** Whether a browser asks what a page may send. */
export const isPreflight = ({ method, rawHeaders }: IncomingMessage): boolean =>
  method === "OPTIONS" &&
  ["origin", "access-control-request-method"].every((name) => header(rawHeaders, name) !== undefined);

/** Answers without a function, as CloudFront does. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  rules: EdgeRules,
  isAllowed: boolean,
): void {
  response.removeHeader("access-control-expose-headers");
  response.writeHead(204, isAllowed ? rules.preflightHeaders(rules.audienceOf(pathOf(request))) : {}).end();
}
