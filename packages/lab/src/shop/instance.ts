// One instance of the miniature shop, as a process: `node instance.mjs`. Its environment says which ports it uses.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ports } from "./ports.ts";
import { type Cookies, createShop, Refused } from "./shop.ts";

const shop = createShop(await ports(process.env));
const capacity = Number(process.env.LAB_CAPACITY ?? Number.POSITIVE_INFINITY);
let second = "";
let taken = 0;

/** A server has a limited capacity. The lab's clock is in the header `lab-second`, because a second of the story is shorter. */
function isFull(request: IncomingMessage): boolean {
  const now = request.headers["lab-second"];
  if (now === undefined) return false;
  taken = now === second ? taken + 1 : 1;
  second = String(now);
  return taken > capacity;
}

const cookiesOf = ({ headers }: IncomingMessage): Cookies =>
  Object.fromEntries((headers.cookie ?? "").split("; ").map((pair) => pair.split(/=(.*)/s)));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (isFull(request)) return void response.writeHead(503).end();
  const { method = "", url: path = "" } = request;
  const { status, body, cookie } = await shop({
    method,
    path,
    cookies: cookiesOf(request),
    body: Buffer.concat(chunks),
  });
  if (cookie) response.setHeader("set-cookie", `${cookie}; Path=/; HttpOnly; Secure; SameSite=Lax`);
  response
    .writeHead(status)
    .end(Buffer.isBuffer(body) ? body : body === undefined ? "" : JSON.stringify(body));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (error instanceof Refused) return response.writeHead(error.status).end(error.message);
    // A store is unavailable: the client may repeat the request.
    response.writeHead(503).end(String(error));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(`ready on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
