// Runs a module behind HTTP: `server.ts <module> [bare]`. It turns each request into the event that API Gateway would send to
// the module's Lambda handler. With `bare`, Hono's own server runs the module's app instead.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { toEvent, toResponse } from "../../packages/local/src/gateway/event.ts";
import { write } from "../../packages/local/src/gateway/reply.ts";

const [module = "", bare] = process.argv.slice(2);
const { handler, app } = await import(pathToFileURL(module).href);

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url: target = "", httpVersion, rawHeaders, socket } = request;
  try {
    const body = await buffer(request);
    const sent = { id: randomUUID(), method, target, httpVersion, rawHeaders, body, receivedAt: new Date() };
    const event = toEvent({ ...sent, sourceIp: socket.remoteAddress ?? "" });
    write(response, toResponse(await handler(event, {})));
  } catch (error) {
    console.error(error);
    response.writeHead(500, { "content-length": 0 }).end();
  }
}

const server = bare
  ? createAdaptorServer({ fetch: app.fetch })
  : createServer({ keepAliveTimeout: 60_000 }, respond);
await once(server.listen(0, "127.0.0.1"), "listening");
console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`);
