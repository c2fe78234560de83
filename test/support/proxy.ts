import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a call: answered; never sent on; or carried out, and its answer lost. */
export type Fate = "pass" | "reset before" | "reset after";

/**
 * Stands between the shop and a store. `fate` decides about each call, named `PutItem`, `Execute` and so on, by what it
 * is and how many have gone by.
 */
export async function proxy(upstream: string, fate: (operation: string, count: number) => Fate) {
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const decided = fate(operationOf(request), count++);
    if (decided === "reset before") return void request.socket.destroy();
    const answer = await fetch(new URL(request.url ?? "/", upstream), {
      method: "POST",
      headers: headersOf(request),
      body,
    });
    const text = Buffer.from(await answer.arrayBuffer());
    if (decided === "reset after") return void request.socket.destroy();
    reply(response, answer, text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** DynamoDB names the operation in a header, the Data API in the path. */
const operationOf = ({ headers, url = "" }: IncomingMessage): string =>
  String(headers["x-amz-target"] ?? url).replace(/^.*[./]/, "");

async function read(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> => {
  const { host: _host, connection: _connection, "content-length": _length, ...rest } = headers;
  return rest as Record<string, string>;
};

function reply(response: ServerResponse, answer: Response, body: Buffer): void {
  const headers = Object.fromEntries(answer.headers);
  delete headers["transfer-encoding"];
  delete headers["content-encoding"];
  response.writeHead(answer.status, { ...headers, "content-length": body.length }).end(body);
}
