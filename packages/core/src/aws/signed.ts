import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { HttpRequest } from "@smithy/core/protocols";
import { Hash } from "@smithy/core/serde";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";

/**
 * Calls an AWS service without its SDK client. These parts of the SDK are in every bundle already, for the clients of the stores.
 */
export function signedService(
  service: "s3" | "sqs" | "secretsmanager",
  { uriEscapePath = true, ...connection }: { uriEscapePath?: boolean; connectionTimeout?: number } = {},
) {
  const http = new NodeHttpHandler(connection);
  const signer = new SignatureV4({
    service,
    region: async () => process.env.AWS_REGION ?? "",
    credentials: defaultProvider(),
    sha256: Hash.bind(null, "sha256"),
    uriEscapePath,
  });
  const send = async (request: HttpRequest, abortSignal: AbortSignal) => {
    const signed = await signer.sign(request);
    const { response } = await http.handle(signed as HttpRequest, { abortSignal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    return { statusCode: response.statusCode, body: Buffer.concat(chunks) };
  };
  return { send, presign: signer.presign.bind(signer) };
}

/** Where a URL leads, for an `HttpRequest`. */
export function addressOf(url: string) {
  const { protocol, host, hostname, port, pathname } = new URL(url);
  return { host, address: { protocol, hostname, ...(port && { port: Number(port) }), path: pathname } };
}

/** An error that a service has answered, under its name. */
export const answered = (httpStatusCode: number, name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
