import type { Readable } from "node:stream";

/** The member that a complete answer always has. The operations that are not listed answer `{}` as well. */
const MEMBERS: Record<string, string> = {
  BatchGetItemCommand: "Responses",
  QueryCommand: "Items",
  BatchWriteItemCommand: "UnprocessedItems",
  ExecuteStatementCommand: "numberOfRecordsUpdated",
  BeginTransactionCommand: "transactionId",
  CommitTransactionCommand: "transactionStatus",
};

interface Result {
  response: unknown;
  output: object;
}
type Next = (args: never) => Promise<Result>;
type Middleware = (next: Next, context: { commandName?: string }) => Next;

interface Stack {
  add(middleware: Middleware, options: { step: "deserialize"; priority: "high" | "low"; name: string }): void;
}

/**
 * A plugin for a client of the SDK: an incomplete answer of status 200 is like a lost one, since nobody knows whether the call was carried
 * out. The SDK itself takes an empty body for `{}`, which is a success without data.
 */
export const rejectIncomplete = {
  applyToStack: (stack: Stack): void => {
    stack.add(complete, { step: "deserialize", priority: "high", name: "completeAnswer" });
    stack.add(isObject, { step: "deserialize", priority: "low", name: "objectBody" });
  },
};

/** Around the SDK's parser. */
const complete: Middleware =
  (next, { commandName = "" }) =>
  async (args) => {
    const result = await next(args).catch((error: Failed) => {
      // The parser's own message may quote the body.
      throw isSuccess(error.$metadata?.httpStatusCode) ? incomplete("the body is not valid JSON") : error;
    });
    const member = MEMBERS[commandName];
    if (member && (result.output as Record<string, unknown>)[member] === undefined) {
      throw incomplete(`\`${member}\` is missing`);
    }
    return result;
  };

/** Inside the SDK's parser, which takes the bytes as well as the stream. */
const isObject: Middleware = (next) => async (args) => {
  const result = await next(args);
  const response = result.response as { statusCode: number; body: Readable | Uint8Array };
  if (!isSuccess(response.statusCode)) return result;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks);
  if (body[0] !== BRACE) throw incomplete("the body is not a JSON object");
  return { ...result, response: Object.assign(response, { body }) };
};

const BRACE = "{".charCodeAt(0);

interface Failed {
  $metadata?: { httpStatusCode?: number };
}

const isSuccess = (status = 0): boolean => status >= 200 && status < 300;

/** `$retryable` tells the SDK to repeat the call, as it does after a broken connection. */
const incomplete = (detail: string): Error =>
  Object.assign(new Error(`The answer is incomplete: ${detail}.`), {
    name: "IncompleteAnswer",
    $retryable: {},
  });
