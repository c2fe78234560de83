import type { Readable } from "node:stream";

/** The member that a complete output always has. Operations that are not listed may answer `{}`. */
const MEMBERS: Record<string, string> = {
  BatchGetItemCommand: "Responses",
  QueryCommand: "Items",
  BatchWriteItemCommand: "UnprocessedItems",
  ExecuteStatementCommand: "numberOfRecordsUpdated",
  BeginTransactionCommand: "transactionId",
  CommitTransactionCommand: "transactionStatus",
  SendEmailCommand: "MessageId",
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
 * A plugin for SDK clients that rejects an incomplete response of status 200. Such a response is like a lost one: nobody knows
 * whether the command was carried out. The SDK reads an empty body as `{}`, a success without data.
 */
export const rejectIncomplete = {
  applyToStack: (stack: Stack): void => {
    stack.add(requireMember, { step: "deserialize", priority: "high", name: "requireMember" });
    stack.add(requireObject, { step: "deserialize", priority: "low", name: "requireObject" });
  },
};

/** Runs around the SDK's parser. */
const requireMember: Middleware =
  (next, { commandName = "" }) =>
  async (args) => {
    const result = await next(args).catch((error: FailedResponse) => {
      // The parser's own message may quote the body.
      throw isSuccess(error.$metadata?.httpStatusCode) ? incomplete("the body is not valid JSON") : error;
    });
    const member = MEMBERS[commandName];
    if (member && (result.output as Record<string, unknown>)[member] === undefined) {
      throw incomplete(`\`${member}\` is missing`);
    }
    return result;
  };

/** Runs before the SDK's parser, which accepts a stream or bytes. */
const requireObject: Middleware = (next) => async (args) => {
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

interface FailedResponse {
  $metadata?: { httpStatusCode?: number };
}

const isSuccess = (status = 0): boolean => status >= 200 && status < 300;

/** `$retryable` makes the SDK repeat the command, as it does after a broken connection. */
const incomplete = (detail: string): Error =>
  Object.assign(new Error(`The response is incomplete: ${detail}.`), {
    name: "IncompleteResponse",
    $retryable: {},
  });
