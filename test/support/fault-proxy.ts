import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceError } from "../../packages/rds-data-local/src/api/error.ts";

/** What the proxy does with a call to a store. */
export type Fault =
  | "pass"
  /** The connection breaks before the store gets the call, or after the store executed it. */
  | "reset before"
  | "reset after"
  /** The same, but the connection stays open: the caller waits. */
  | "hang before"
  | "hang after"
  /** The store executes the call twice. The caller gets the second answer. */
  | "duplicate"
  /** The caller gets this exception in the store's own format. */
  | { exception: string; status?: number }
  /** The caller gets this status with an HTML body, as from a load balancer. */
  | { status: number }
  /** The store executes the call. The caller gets the status 200 with an incomplete body. */
  | { body: "empty" | "half" | "{}" }
  /** The store gets the call this much later, even if the caller no longer waits. */
  | { lateMs: number };

/** A call that passes the proxy. */
export interface Call {
  store: "dynamodb" | "data-api" | "stripe";
  /** Such as `PutItem`, `Execute` or `POST /v1/refunds`. */
  operation: string;
  /** The names of its tables, its SQL statement, or its parameters. */
  text: string;
  /** How many calls came before it. */
  count: number;
  /** The size of its body in bytes. */
  sent: number;
  /** The store's answer, once there is one. */
  answer?: Buffer;
}

/** Chooses the fault of each call, before the proxy forwards it. */
export type Script = (call: Call) => Fault;

const WRITES =
  /^(Put|Update|Delete|BatchWrite|Transact)|^Execute .*\b(insert into|update \w+ |delete from)\b/s;

/** Whether the call can change data. */
export const isWrite = ({ operation, text }: Call): boolean => WRITES.test(`${operation} ${text}`);

/** Skips `skip` calls that match, and gives the fault to the next `times`. */
export function faultOn(
  matches: (call: Call) => boolean,
  fault: Fault,
  { skip = 0, times = 1 } = {},
): Script {
  let matched = 0;
  return (call) => {
    if (!matches(call)) return "pass";
    const turn = matched++;
    return turn >= skip && turn < skip + times ? fault : "pass";
  };
}

/** Starts a proxy between the shop and a store. `script` chooses the fault of each call. */
export async function proxy(upstream: string, script: Script) {
  let count = 0;
  const pending = new Set<Promise<unknown>>();
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const call: Call = { ...parse(request, body), count: count++, sent: body.length };
    const send = (lateMs = 0) => {
      const sent = later(lateMs).then(() => forward(upstream, request, body));
      pending.add(sent);
      return sent.finally(() => pending.delete(sent));
    };
    await answer(script(call), call, send, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Resolves when the store has answered every forwarded call. */
    idle: () => Promise.allSettled(pending),
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

type Send = (lateMs?: number) => Promise<{ received: Response; body: Buffer }>;

async function answer(fault: Fault, call: Call, send: Send, response: ServerResponse): Promise<void> {
  const reset = () => void response.socket?.destroy();
  if (typeof fault === "object" && "exception" in fault) return raise(response, call.store, fault);
  if (typeof fault === "object" && "status" in fault) {
    response.writeHead(fault.status, { "content-type": "text/html" }).end(`<h1>${fault.status}</h1>`);
    return;
  }
  if (fault === "reset before") return reset();
  if (fault === "hang before") return;
  if (fault === "duplicate") await send();
  const { received, body } = await send(typeof fault === "object" && "lateMs" in fault ? fault.lateMs : 0);
  call.answer = body;
  if (fault === "hang after") return;
  if (fault === "reset after") return reset();
  const headers = Object.fromEntries(received.headers);
  delete headers["transfer-encoding"];
  delete headers["content-encoding"];
  const sent = typeof fault === "object" && "body" in fault ? bodies[fault.body](body) : body;
  response.writeHead(received.status, { ...headers, "content-length": sent.length }).end(sent);
}

const later = (ms: number): Promise<unknown> =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();

const DYNAMO_STATUS: Record<string, number> = { InternalServerError: 500, ServiceUnavailable: 503 };

/** DynamoDB (AWS JSON 1.0) names an exception in the body, the Data API (REST JSON) in a header. */
function raise(
  response: ServerResponse,
  store: Call["store"],
  { exception, status }: { exception: string; status?: number },
): void {
  const message = "An injected fault.";
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

async function forward(
  upstream: string,
  { method = "POST", url = "/", headers }: IncomingMessage,
  sent: Buffer<ArrayBuffer>,
) {
  const { host: _host, connection: _connection, "content-length": _length, ...rest } = headers;
  const received = await fetch(new URL(url, upstream), {
    method,
    headers: rest as Record<string, string>,
    ...(method !== "GET" && { body: sent }),
  });
  return { received, body: Buffer.from(await received.arrayBuffer()) };
}

/** DynamoDB names the operation in a header, the Data API and Stripe in the path. */
function parse({ method, headers, url = "" }: IncomingMessage, body: Buffer): Omit<Call, "count" | "sent"> {
  if (url.startsWith("/v1/")) {
    const [path = ""] = url.split("?");
    const operation = `${method} ${path.replace(/\b[a-z]+_\w{8,}/, ":id")}`;
    return { store: "stripe", operation, text: body.toString() };
  }
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
