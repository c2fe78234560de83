import { HttpRequest } from "@smithy/core/protocols";
import type { Context } from "../context.ts";
import { allowsRetry } from "./breaker.ts";
import { callStore } from "./call.ts";
import { links } from "./links.ts";
import { addressOf, answered, signedService } from "./signed.ts";

// The SDK's client of S3 would add 400 KB.
const s3 = signedService("s3", { uriEscapePath: false, connectionTimeout: 1_000 });

/** Time for 10 MB over a slow connection. */
const CALL_MS = 10_000;
const UNSIGNED = { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" };

export interface SignedRequest {
  method: "PUT";
  url: string;
  /** S3 refuses the request if one of them differs. */
  headers: Record<string, string>;
}

/** A request that stores one object of exactly this type and size. Anyone may send it, for `seconds`. Makes no call. */
export async function signUpload(
  key: string,
  { contentType, bytes }: { contentType: string; bytes: number },
  seconds: number,
  now: Date,
): Promise<SignedRequest> {
  const headers = { "content-type": contentType, "content-length": String(bytes) };
  const unsigned = requestOf("PUT", key, { ...headers, ...UNSIGNED });
  const { query } = await s3.presign(unsigned, { expiresIn: seconds, signingDate: now });
  return {
    method: "PUT",
    url: `${urlOf(key)}?${new URLSearchParams(query as Record<string, string>)}`,
    headers,
  };
}

/** The object's bytes. */
export const read = (ctx: Context, key: string): Promise<Buffer> => call(ctx, "GetObject", "GET", key);

/** Stores an object. The same bytes under the same key may be stored again. */
export async function write(
  ctx: Context,
  key: string,
  body: Buffer,
  { contentType, cacheControl }: { contentType: string; cacheControl: string },
): Promise<void> {
  const headers = { "content-type": contentType, "cache-control": cacheControl };
  await call(ctx, "PutObject", "PUT", key, { ...headers, "content-length": String(body.length) }, body);
}

/** Deletes an object. It may be gone already. */
export async function remove(ctx: Context, key: string): Promise<void> {
  await call(ctx, "DeleteObject", "DELETE", key);
}

async function call(
  ctx: Context,
  operation: string,
  method: string,
  key: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Buffer> {
  const { received } = await callStore(ctx, `s3.${operation}`, CALL_MS, [], ({ abortSignal }) => {
    const send = async () => {
      const request = requestOf(method, key, {
        ...headers,
        "x-amz-content-sha256": UNSIGNED["X-Amz-Content-Sha256"],
      });
      const answer = await s3.send(Object.assign(request, { body }), abortSignal);
      if (answer.statusCode >= 300) throw refused(answer.statusCode, answer.body.toString("latin1"));
      return { received: answer.body, $metadata: {} };
    };
    // Every operation has the same effect twice. A connection may have been closed while the function was frozen.
    return send().catch((error) => {
      if (error.$metadata?.httpStatusCode < 500 || abortSignal.aborted || !allowsRetry("s3")) throw error;
      return send();
    });
  });
  return received;
}

const urlOf = (key: string): string => `${links.Images.url}/${key}`;

function requestOf(method: string, key: string, headers: Record<string, string>): HttpRequest {
  const { host, address } = addressOf(urlOf(key));
  return new HttpRequest({ ...address, method, headers: { host, ...headers } });
}

function refused(statusCode: number, text: string): Error {
  const [, name = "UnknownError"] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  return answered(statusCode, name, `S3 has answered ${statusCode} ${name}`);
}
