import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { shorten } from "../session/transactions.ts";
import { ServiceError, toServiceError } from "./error.ts";
import type { Fault, Faults } from "./faults.ts";
import { requireOwnHost } from "./host.ts";
import { LIMITS } from "./limits.ts";
import type { Operations } from "./operations.ts";
import { OPERATIONS, type Operation, parseRequest, type Request, type SqlParameter } from "./request.ts";

/** One line of the log: the operation, its time in milliseconds, and the exception if there was one. */
export interface Call {
  operation: string;
  ms: number;
  sql?: string;
  parameters?: SqlParameter[] | SqlParameter[][];
  database?: string;
  /** The start of the transaction's id. */
  transaction?: string;
  error?: string;
}

export interface HandlerOptions {
  operations: Operations;
  faults: Faults;
  log: (call: Call) => void;
  /** The host that the server listens on. */
  host: () => string | undefined;
  allowedHosts: string[];
  isReady: () => boolean;
}

/** Answers one HTTP request over restJson1: `POST /Execute` and so on, JSON in and out. Never throws. */
export function createHandler({ operations, faults, log, host, allowedHosts, isReady }: HandlerOptions) {
  return async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const since = performance.now();
    const call: Call = { operation: incoming.url ?? "", ms: 0 };
    try {
      const body = await answer(incoming, outgoing, call);
      if (body !== undefined) send(outgoing, 200, body);
    } catch (error) {
      const { name, status, message } = toServiceError(error);
      call.error = message ? `${name}: ${message}` : name;
      outgoing.setHeader("x-amzn-ErrorType", name);
      send(outgoing, status, JSON.stringify(message ? { message } : {}));
    }
    call.ms = performance.now() - since;
    if (call.operation !== HEALTH) log(call);
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse, call: Call) {
    const body = await read(incoming);
    requireOwnHost(incoming, host(), allowedHosts);
    if (incoming.url === HEALTH) {
      send(outgoing, isReady() ? 200 : 503, JSON.stringify({ status: isReady() ? "ready" : "starting" }));
      return undefined;
    }
    const operation = route(incoming);
    call.operation = operation;
    const request = parseRequest(operation, body);
    describe(call, request);
    const work = () => operations[operation](request);
    const fault = faults.take(operation);
    return fault ? applyFault(fault, work, outgoing) : work();
  }
}

const HEALTH = "/health";

function describe(call: Call, { sql, parameters, parameterSets, database, transactionId }: Request): void {
  const values = parameters?.length ? parameters : parameterSets;
  if (sql) call.sql = sql;
  if (values?.length) call.parameters = values;
  if (database) call.database = database;
  if (transactionId) call.transaction = shorten(transactionId);
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A body that is too long is still read to its end: a client that is still sending would not see the answer.
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= LIMITS.requestBytes) chunks.push(chunk);
  }
  if (size > LIMITS.requestBytes) {
    throw new ServiceError("BadRequestException", "Request size exceeds the limit of 4 MiB.");
  }
  return Buffer.concat(chunks);
}

function route({ method, url = "", headers }: IncomingMessage): Operation {
  if (url === "/ExecuteSql") {
    throw new ServiceError("BadRequestException", "The ExecuteSql operation isn't supported.");
  }
  const operation = OPERATIONS[url as keyof typeof OPERATIONS];
  if (method !== "POST" || !operation) {
    throw new ServiceError("UnknownOperationException", `There is no operation ${method} ${url}`);
  }
  // The signature is not verified, but a client that does not sign would fail on AWS.
  if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256")) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  return operation;
}

/** Applies the fault. Returns undefined if no answer is to be sent. */
async function applyFault(fault: Fault, work: () => Promise<string>, outgoing: ServerResponse) {
  const onlyLate = !fault.exception && !fault.reset;
  const body = fault.applied || onlyLate ? await work() : undefined;
  if (fault.delayMs) await pause(fault.delayMs);
  if (fault.reset) {
    outgoing.socket?.resetAndDestroy();
    return undefined;
  }
  if (fault.exception) throw new ServiceError(fault.exception, `A test requested ${fault.exception}`);
  return body;
}

function send(outgoing: ServerResponse, status: number, body: string): void {
  outgoing.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-amzn-RequestId": randomUUID(),
  });
  outgoing.end(body);
}
