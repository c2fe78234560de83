import { HttpRequest } from "@smithy/core/protocols";
import type { Context } from "../context.ts";
import { allowsRetry } from "./breaker.ts";
import { callStore } from "./call.ts";
import { links } from "./links.ts";
import { addressOf, answered, signedService } from "./signed.ts";

/** SQS accepts at most so many messages in a call. */
export const MAX_BATCH = 10;

interface Sent {
  Successful?: { Id: string }[];
  $metadata?: never;
}

/**
 * Sends one message for each text, at most `MAX_BATCH`, and returns the texts that the queue has confirmed. Throws when it
 * confirms none within `limitMs`. A message may be sent twice.
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

// The SDK's client of SQS would add 24 KB to Api.
const sqs = signedService("sqs");

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html */
async function call<Output>(operation: string, input: object, abortSignal: AbortSignal): Promise<Output> {
  const { host, address } = addressOf(process.env.AWS_ENDPOINT_URL_SQS ?? links.Queue.url);
  const request = new HttpRequest({
    ...address,
    method: "POST",
    path: "/",
    headers: { host, "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
    body: JSON.stringify(input),
  });
  const { statusCode, body } = await sqs.send(request, abortSignal);
  const text = body.toString();
  if (statusCode === 200) return JSON.parse(text);
  const [, name = "UnknownError"] = /"__type":"(?:[^"]*#)?(\w+)"/.exec(text) ?? [];
  throw answered(statusCode, name, `SQS has answered ${statusCode}: ${text.slice(0, 300)}`);
}
