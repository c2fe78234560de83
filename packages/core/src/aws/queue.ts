import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { HttpRequest } from "@smithy/core/protocols";
import { Hash } from "@smithy/core/serde";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Context } from "../context.ts";
import { allowsRetry } from "./breaker.ts";
import { callStore } from "./call.ts";
import { links } from "./links.ts";

/** SQS accepts at most so many messages in a call. */
export const MAX_BATCH = 10;

interface Sent {
  Successful?: { Id: string }[];
  $metadata?: never;
}

/**
 * Sends one message for each text, at most `MAX_BATCH`, and returns the texts that the queue has confirmed. Throws when it confirms
 * none within `limitMs`. A message may be sent twice.
 */
export async function sendMessages(ctx: Context, texts: string[], limitMs: number): Promise<string[]> {
  const Entries = texts.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
  const name = "sqs.SendMessageBatch";
  const { Successful = [] } = await callStore(ctx, name, limitMs, [], ({ abortSignal }) => {
    const send = () => call<Sent>("SendMessageBatch", { QueueUrl: links.Queue.url, Entries }, abortSignal);
    // A connection may have been closed while the function was frozen.
    return send().catch((error) => {
      if (error.$metadata || abortSignal.aborted || !allowsRetry("sqs")) throw error;
      return send();
    });
  });
  const sent = Successful.flatMap(({ Id }) => texts[Number(Id)] ?? []);
  if (sent.length === 0) throw new Error("The queue has accepted no message.");
  return sent;
}

// The SDK's client of SQS would add 24 KB to Api. These parts of it are in the bundle already, for the clients of the stores.
const http = new NodeHttpHandler();
const signer = new SignatureV4({
  service: "sqs",
  region: async () => process.env.AWS_REGION ?? "",
  credentials: defaultProvider(),
  sha256: Hash.bind(null, "sha256"),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html */
async function call<Output>(operation: string, input: object, abortSignal: AbortSignal): Promise<Output> {
  const { protocol, host, hostname, port } = new URL(process.env.AWS_ENDPOINT_URL_SQS ?? links.Queue.url);
  const request = new HttpRequest({
    method: "POST",
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: "/",
    headers: { host, "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
    body: JSON.stringify(input),
  });
  const signed = await signer.sign(request);
  const { response } = await http.handle(signed as HttpRequest, { abortSignal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (response.statusCode !== 200) throw answered(response.statusCode, text);
  return JSON.parse(text);
}

/** An error that SQS has answered, under its name. */
function answered(httpStatusCode: number, text: string): Error {
  const [, name = "UnknownError"] = /"__type":"(?:[^"]*#)?(\w+)"/.exec(text) ?? [];
  const error = new Error(`SQS has answered ${httpStatusCode}: ${text.slice(0, 300)}`);
  return Object.assign(error, { name, $metadata: { httpStatusCode } });
}
