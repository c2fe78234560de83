import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { call } from "../../runner/http.ts";

/** Stands before the Data API and counts the statements that it is asked to execute. */
export interface Counter {
  url: string;
  statements: number;
  bytes: number;
  /** Leads to another Data API. */
  target: string;
  stop(): void;
}

export async function startCounter(target: string): Promise<Counter> {
  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = "", url = "" } = request;
    counter.statements += statementsIn(url, body);
    counter.bytes += body.length;
    const { connection: _, host: __, ...headers } = request.headers as Record<string, string>;
    const reply = await call(`${counter.target}${url}`, { method, headers, body, deadlineMs: 120_000 });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const counter: Counter = { url, statements: 0, bytes: 0, target, stop };
  return counter;
}

/** A batch executes its statement once for each set of parameters. */
function statementsIn(url: string, body: Buffer): number {
  if (url === "/Execute") return 1;
  return url === "/BatchExecute" ? JSON.parse(body.toString()).parameterSets.length : 0;
}
