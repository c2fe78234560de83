import type { IncomingMessage } from "node:http";
import { ApiError } from "./error.ts";

const MAX_BYTES = 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  if (bytes <= MAX_BYTES) return Buffer.concat(chunks).toString();
  throw new ApiError(413, { type: "invalid_request_error", message: "Request too large." });
}

/**
 * Whether a page of another site sent this request. It names its own site in `Origin`, or in `Host` if its name leads to this
 * machine (DNS rebinding).
 */
export function isForeign({ headers }: IncomingMessage, allowsOrigins: boolean): boolean {
  const { host = "", origin } = headers;
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)) return true;
  return !allowsOrigins && origin !== undefined && origin !== `http://${host}`;
}
