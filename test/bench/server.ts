// Runs a Lambda handler behind HTTP: `server.ts <module>`. The smallest possible server: it turns a request into the event that
// API Gateway would send.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { toEvent, toResponse } from "../../packages/local/src/gateway/event.ts";
import { write } from "../../packages/local/src/gateway/reply.ts";

for (const end of ["disconnect", "SIGTERM"]) process.once(end, () => process.exit());

const [module = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(module).href);

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const { method = "", url = "", httpVersion, rawHeaders, socket } = request;
  try {
    const event = toEvent({
      id: randomUUID(),
      method,
      target: url,
      httpVersion,
      rawHeaders,
      sourceIp: socket.remoteAddress ?? "",
      body: await buffer(request),
      receivedAt: new Date(),
    });
    write(response, toResponse(await handler(event, {})));
  } catch (error) {
    console.error(error);
    response.writeHead(500, { "content-length": 0 }).end();
  }
});
await once(server.listen(0, "127.0.0.1"), "listening");
console.log(`ready on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
