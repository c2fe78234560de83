import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceError } from "../../packages/rds-data-local/src/api/error.ts";

/** What becomes of a call to a store. */
export type Fate =
  | "pass"
  /** Never sent on; or carried out, and its answer lost. */
  | "reset before"
  | "reset after"
  /** The same, but the caller is told nothing at all. */
  | "hold before"
  | "hold after"
  /** Carried out twice; answered as the second time was. */
  | "duplicate"
  /** Answered by this exception, as the store itself words it. */
  | { exception: string; status?: number }
  /** Answered by what stands before the store, in no format of the store's. */
  | { status: number }
  /** Carried out, and answered with the status 200 and a body that is empty, cut off in the middle, or without members. */
  | { body: "empty" | "half" | "{}" }
  /** Carried out this much later, be the caller still there or not. */
  | { lateMs: number };

/** A call as it passes by. */
export interface Call {
  store: "dynamodb" | "data-api";
  /** `PutItem`, `Execute` and so on. */
  operation: string;
  /** Tables' names, or the statement: all that it is about. */
  text: string;
  /** How many have passed before it. */
  count: number;
  /** Bytes. */
  sent: number;
  /** What the store said; nothing yet, or the call was not sent on. */
  answer?: Buffer;
}

/** Decides about each call, before it is sent on. */
export type Script = (call: Call) => Fate;

const WRITES =
  /^(Put|Update|Delete|BatchWrite|Transact)|^Execute .*\b(insert into|update \w+ |delete from)\b/s;

/** Whether it may change anything. */
export const isWrite = ({ operation, text }: Call): boolean => WRITES.test(`${operation} ${text}`);

/** The same fate for the calls that `which` picks: `times` of them, after `skip` of them. */
export function strike(which: (call: Call) => boolean, fate: Fate, { skip = 0, times = 1 } = {}): Script {
  let met = 0;
  return (call) => {
    if (!which(call)) return "pass";
    const turn = met++;
    return turn >= skip && turn < skip + times ? fate : "pass";
  };
}

/** Stands between the shop and a store, and does to each call what `script` says. */
export async function proxy(upstream: string, script: Script) {
  let count = 0;
  const underWay = new Set<Promise<unknown>>();
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const call: Call = { ...named(request, body), count: count++, sent: body.length };
    const send = (lateMs = 0) => {
      const sent = later(lateMs).then(() => forward(upstream, request, body));
      underWay.add(sent);
      return sent.finally(() => underWay.delete(sent));
    };
    await meet(script(call), call, send, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Resolves once the store has answered all that was sent on. */
    idle: () => Promise.allSettled(underWay),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const bodies = {
  empty: () => Buffer.alloc(0),
  half: (body: Buffer) => body.subarray(0, body.length / 2),
  "{}": () => Buffer.from("{}"),
};

type Send = (lateMs?: number) => Promise<{ answer: Response; body: Buffer }>;

async function meet(fate: Fate, call: Call, send: Send, response: ServerResponse): Promise<void> {
  const reset = () => void response.socket?.destroy();
  if (typeof fate === "object" && "exception" in fate) return raise(response, call.store, fate);
  if (typeof fate === "object" && "status" in fate) {
    response.writeHead(fate.status, { "content-type": "text/html" }).end(`<h1>${fate.status}</h1>`);
    return;
  }
  if (fate === "reset before") return reset();
  if (fate === "hold before") return;
  if (fate === "duplicate") await send();
  const { answer, body } = await send(typeof fate === "object" && "lateMs" in fate ? fate.lateMs : 0);
  call.answer = body;
  if (fate === "hold after") return;
  if (fate === "reset after") return reset();
  const headers = Object.fromEntries(answer.headers);
  delete headers["transfer-encoding"];
  delete headers["content-encoding"];
  const told = typeof fate === "object" && "body" in fate ? bodies[fate.body](body) : body;
  response.writeHead(answer.status, { ...headers, "content-length": told.length }).end(told);
}

const later = (ms: number): Promise<unknown> =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();

const DYNAMO_STATUS: Record<string, number> = { InternalServerError: 500, ServiceUnavailable: 503 };

/** AWS JSON 1.0 names the exception in the body, REST JSON in a header. */
function raise(
  response: ServerResponse,
  store: Call["store"],
  { exception, status }: { exception: string; status?: number },
): void {
  const message = "This is a fault of the test's.";
  if (store === "dynamodb") {
    const __type = `com.amazonaws.dynamodb.v20120810#${exception}`;
    response.writeHead(status ?? DYNAMO_STATUS[exception] ?? 400, {
      "content-type": "application/x-amz-json-1.0",
    });
    response.end(JSON.stringify({ __type, message }));
    return;
  }
  response.writeHead(status ?? new ServiceError(exception, message).status, {
    "content-type": "application/json",
    "x-amzn-errortype": exception,
  });
  response.end(JSON.stringify({ message }));
}

async function forward(upstream: string, { url = "/", headers }: IncomingMessage, sent: Buffer<ArrayBuffer>) {
  const { host: _host, connection: _connection, "content-length": _length, ...rest } = headers;
  const answer = await fetch(new URL(url, upstream), {
    method: "POST",
    headers: rest as Record<string, string>,
    body: sent,
  });
  return { answer, body: Buffer.from(await answer.arrayBuffer()) };
}

/** DynamoDB names the operation in a header, the Data API in the path. */
function named({ headers, url = "" }: IncomingMessage, body: Buffer): Omit<Call, "count" | "sent"> {
  const target = headers["x-amz-target"];
  const {
    TableName,
    RequestItems,
    TransactItems = [],
    sql = "",
  } = body.length > 0 ? JSON.parse(body.toString()) : {};
  const written = TransactItems.map(({ Put }: { Put: { TableName: string } }) => Put.TableName);
  const tables = TableName ?? [...Object.keys(RequestItems ?? {}), ...written].join(" ");
  const store = target ? "dynamodb" : "data-api";
  return {
    store,
    operation: String(target ?? url).replace(/^.*[./]/, ""),
    text: target ? tables : sql,
  };
}

async function read(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
