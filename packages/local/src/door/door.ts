import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Instances } from "../instances/fleet.ts";
import { FunctionError } from "../instances/instance.ts";
import { type ApiEvent, type DoorResponse, toEvent, toResponse } from "./event.ts";
import { type InvokeLimits, invoke } from "./invoke.ts";
import { DoorRefusal, problem, refuseConnection, write } from "./reply.ts";

export interface DoorOptions extends InvokeLimits {
  /** Undefined until the instances have started. */
  instances: () => Instances | undefined;
  /** A product picture as SVG, by its path. On AWS a bucket serves these. */
  image: (path: string) => string | undefined;
}

/** API Gateway's limit on the request line and headers, and Lambda's limit on the body. */
const HEADER_BYTES = 10_240;
const BODY_BYTES = 6 * 1024 * 1024;
const OURS = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The front door does what CloudFront, API Gateway and Lambda's front end do on AWS. It does not listen yet. */
export function createDoor(options: DoorOptions): Server {
  const settings = { maxHeaderSize: HEADER_BYTES, requireHostHeader: false, keepAliveTimeout: 60_000 };
  const server = createServer({ ...settings, requestTimeout: 30_000 }, async (request, response) => {
    const id = randomUUID();
    try {
      write(response, await answer(options, request, id));
    } catch (error) {
      if (response.destroyed) return;
      write(response, problem(asRefusal(error), id));
    }
  });
  return server.on("clientError", refuseConnection);
}

async function answer(options: DoorOptions, request: IncomingMessage, id: string): Promise<DoorResponse> {
  const event = readEvent(request, await readBody(request), id);
  const reads = request.method === "GET" || request.method === "HEAD";
  if (reads && event.rawPath === "/")
    return { status: 302, headers: { location: "/docs" }, body: Buffer.alloc(0) };
  if (reads && event.rawPath.startsWith("/images/")) return picture(options.image(event.rawPath));
  return toResponse(await invoke(options.instances(), event, options));
}

/** Reads a body to its end even when it is too large: a client that is still sending would not see the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > BODY_BYTES) throw new DoorRefusal("gateway.body_too_large", "A request body may have 6 MB.");
  return Buffer.concat(chunks);
}

function readEvent(request: IncomingMessage, body: Buffer, id: string): ApiEvent {
  const { method = "", url = "", httpVersion, rawHeaders, socket } = request;
  const sourceIp = socket.remoteAddress?.replace("::ffff:", "") ?? "";
  let event: ApiEvent;
  try {
    event = toEvent({
      id,
      method,
      target: url,
      httpVersion,
      rawHeaders,
      sourceIp,
      body,
      receivedAt: new Date(),
    });
  } catch {
    throw new DoorRefusal("gateway.bad_request", "The path is not percent-encoded UTF-8.");
  }
  const { host } = event.headers;
  if (!host) throw new DoorRefusal("gateway.bad_request", "The Host header is missing.");
  // A web page can make its own name point at this machine. API Gateway, too, answers only to its own names.
  if (!OURS.test(host)) throw new DoorRefusal("gateway.unknown_host", "This shop answers only to localhost.");
  if (!event.rawPath.startsWith("/"))
    throw new DoorRefusal("gateway.bad_request", "The path must begin with a slash.");
  return event;
}

function picture(svg: string | undefined): DoorResponse {
  if (svg === undefined) throw new DoorRefusal("gateway.not_found", "There is no such picture.");
  const headers = { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, immutable" };
  return { status: 200, headers, body: Buffer.from(svg) };
}

function asRefusal(error: unknown): DoorRefusal {
  if (error instanceof DoorRefusal) return error;
  if (error instanceof FunctionError) return new DoorRefusal("gateway.function_error", error.message);
  return new DoorRefusal("gateway.function_error", `The answer cannot be sent: ${(error as Error).message}`);
}
