import { gzipSync } from "node:zlib";
import type { GatewayResponse } from "./event.ts";

/**
 * CloudFront's types, of those that the shop sends, and its sizes in bytes:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
const TYPES = /^(text\/(css|html|javascript|plain|xml)|application\/(javascript|json|xml)|image\/svg\+xml)\b/;
const LEAST = 1_000;
const MOST = 10_000_000;

/** Whether the edge compresses this answer for browsers that can read it: on a slow line it is a third as long. */
export const isCompressible = ({ headers, body }: GatewayResponse): boolean =>
  TYPES.test(String(headers["content-type"])) && body.length >= LEAST && body.length <= MOST;

export const acceptsGzip = (accepted = ""): boolean => /\bgzip\b/.test(accepted);

/** The compressed answer. Its tag is weak, because its bytes are not those that the shop has tagged. */
export function compressed(answer: GatewayResponse): GatewayResponse {
  const { etag, ...headers } = answer.headers;
  return {
    ...answer,
    headers: {
      ...headers,
      ...(etag !== undefined && { etag: `W/${String(etag).replace(/^W\//, "")}` }),
      "content-encoding": "gzip",
    },
    body: gzipSync(answer.body),
  };
}

/** The answer as the edge sends it to a browser with this Accept-Encoding. */
export function compressFor(answer: GatewayResponse, accepted?: string): GatewayResponse {
  if (!isCompressible(answer)) return answer;
  const varied = { ...answer, headers: { ...answer.headers, vary: "Accept-Encoding" } };
  return acceptsGzip(accepted) ? compressed(varied) : varied;
}
