import { type ServerResponse, STATUS_CODES } from "node:http";
import type { GatewayResponse } from "./event.ts";

/** The status of each error that the gateway itself answers with. The shop has its own. */
const statuses = {
  "gateway.bad_request": 400,
  "gateway.unknown_host": 403,
  "gateway.cross_site": 403,
  "gateway.not_supported": 403,
  "gateway.not_found": 404,
  "route.unknown": 404,
  "gateway.request_timeout": 408,
  "gateway.body_too_large": 413,
  "gateway.expectation_failed": 417,
  "gateway.header_too_large": 431,
  "gateway.function_error": 500,
  "gateway.instance_lost": 502,
  "gateway.no_instance": 503,
  "gateway.throttled": 503,
  "gateway.timeout": 504,
} as const;

export class GatewayError extends Error {
  readonly code: keyof typeof statuses;

  constructor(code: keyof typeof statuses, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** The error as a problem document (RFC 9457), in the same shape as the shop's own errors. */
export function problem({ code, message }: GatewayError, requestId: string): GatewayResponse {
  const status = statuses[code];
  const body = { type: "about:blank", title: STATUS_CODES[status], status, code, detail: message, requestId };
  const headers = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
    ...(status === 503 && { "retry-after": "1" }),
  };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

/** Sends the response. Throws before anything is sent when a header is not valid. */
export function write(response: ServerResponse, { status, headers, body }: GatewayResponse): void {
  const { connection: _, "transfer-encoding": __, ...all } = headers;
  const bare = status === 204 || status === 304;
  // To HEAD the body is not sent, so the function's own content-length counts.
  if (bare) delete all["content-length"];
  else if (response.req.method !== "HEAD" || !all["content-length"]) all["content-length"] = body.length;
  response.writeHead(status, all).end(bare ? undefined : body);
}
