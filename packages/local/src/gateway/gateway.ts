import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { FunctionError } from "../functions/instance.ts";
import type { Instances } from "../functions/instances.ts";
import { createEdge, type Edge, type EdgeRules } from "./cdn.ts";
import { compressFor } from "./compression.ts";
import { refuseInvalid } from "./connection.ts";
import { allowOrigin, answerPreflight, isPreflight } from "./cors.ts";
import { type State, send } from "./entry.ts";
import { type ApiEvent, type GatewayRequest, type GatewayResponse, toEvent, toResponse } from "./event.ts";
import { type InvokeLimits, invoke } from "./invoke.ts";
import { answerOwn, isOwn, type OwnOptions } from "./own.ts";
import { protectAnswer } from "./page-headers.ts";
import type { Picture } from "./pictures.ts";
import { GatewayError, problem, write } from "./reply.ts";
import { cachedTarget, header, originHeaders, pathOf } from "./target.ts";

export interface GatewayOptions extends InvokeLimits {
  /** The edge that answers now. A new one has an empty cache. */
  edge?: () => Edge;
  /** How long a request may take to arrive, 30 s unless given. */
  receiveMs?: number;
  /** The instances that answer this path. Undefined until they have started. */
  instancesFor: (path: string) => Instances | undefined;
  /** An image, by its path. On AWS the bucket of images serves them. */
  image: (path: string) => Promise<Picture | undefined>;
  /** A hashed file of the pages, by its path. On AWS another bucket serves them. */
  asset?: (path: string) => Promise<Picture | undefined>;
  /** The address of the bucket of images, to which the merchant's page sends uploads. */
  uploads?: () => string | undefined;
  own?: OwnOptions;
}

/** API Gateway's limit on the request line and headers, and Lambda's limit on the body. */
const HEADER_BYTES = 10_240;
const BODY_BYTES = 6 * 1024 * 1024;
const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const OWN_HOSTS = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The gateway does what CloudFront, API Gateway and Lambda's front end do on AWS. It does not listen yet. */
export function createGateway(options: GatewayOptions): Server {
  const { receiveMs = 30_000 } = options;
  const settings = {
    maxHeaderSize: HEADER_BYTES,
    requireHostHeader: false,
    keepAliveTimeout: 60_000,
    requestTimeout: receiveMs,
    headersTimeout: receiveMs,
    // Node looks for late requests this often. Its default of 30 s would let them take a minute.
    connectionsCheckingInterval: 500,
  };
  const onlyEdge = createEdge();
  const { edge: currentEdge = () => onlyEdge } = options;
  const server = createServer(settings, async (request, response) => {
    const id = randomUUID();
    const edge = currentEdge();
    try {
      const isAllowed = allowOrigin(request, response, edge.rules);
      checkMethod(request);
      checkAuthority(request.url);
      checkPath(request.url, edge.rules);
      if (isPreflight(request)) return answerPreflight(request, response, edge.rules, isAllowed);
      if (options.own && isOwn(request)) {
        checkHost(header(request.rawHeaders, "host"));
        const own = await answerOwn(request, response, options.own, () => readBody(request));
        return own && write(response, own);
      }
      // Pages show by it that this shop has such routes.
      if (options.own && pathOf(request).startsWith("/v1/")) response.setHeader("x-local-gateway", "1");
      protectAnswer(request, response, edge.rules, options.uploads?.());
      const target = cachedTarget(request, edge.rules);
      if (target === undefined)
        return write(response, withState(await answer(options, request, id, edge.rules), "Pass"));
      checkHost(header(request.rawHeaders, "host"));
      const ask = (etag?: string) => askOrigin(options, request, target, edge.rules, etag);
      const cached = edge.cached(target, ask) ?? (await edge.load(target, ask));
      if (!("entry" in cached)) return write(response, withState(cached.answer, cached.state));
      send(response, cached.entry, cached.state, edge.now(), {
        ifNoneMatch: header(request.rawHeaders, "if-none-match"),
        acceptEncoding: header(request.rawHeaders, "accept-encoding"),
      });
    } catch (error) {
      if (response.destroyed) return;
      write(response, problem(toGatewayError(error), id));
    }
  });
  server.on("checkExpectation", (_, response) => {
    const detail = "The only supported expectation is 100-continue.";
    write(response, problem(new GatewayError("gateway.expectation_failed", detail), randomUUID()));
  });
  refuseInvalid(server, receiveMs);
  return server;
}

const withState = (answer: GatewayResponse, state: State): GatewayResponse => ({
  ...answer,
  headers: { ...answer.headers, "x-cache": state },
});

/** Asks the shop as the edge does: without anything personal, and for the whole answer even when the viewer wants a part. */
async function askOrigin(
  options: GatewayOptions,
  { rawHeaders, socket }: IncomingMessage,
  target: string,
  rules: EdgeRules,
  etag?: string,
) {
  const id = randomUUID();
  const request = {
    id,
    method: "GET",
    target,
    httpVersion: "1.1",
    rawHeaders: originHeaders(rawHeaders, id, etag),
    sourceIp: addressOf(socket),
    body: Buffer.alloc(0),
    receivedAt: new Date(),
  };
  const event = readEvent(request, rules);
  const answer = toResponse(await invoke(options.instancesFor(event.rawPath), event, options));
  return options.own?.reloads?.addTo(answer) ?? answer;
}

async function answer(
  options: GatewayOptions,
  request: IncomingMessage,
  id: string,
  rules: EdgeRules,
): Promise<GatewayResponse> {
  const { method = "", url: target = "", httpVersion, rawHeaders, socket } = request;
  const body = await readBody(request);
  const sent = { id, method, target, httpVersion, rawHeaders, body };
  const event = readEvent({ ...sent, sourceIp: addressOf(socket), receivedAt: new Date() }, rules);
  const reads = method === "GET" || method === "HEAD";
  if (reads && event.rawPath.startsWith("/images/"))
    return fileOf(await options.image(event.rawPath), "image");
  if (reads && options.asset && event.rawPath.startsWith(rules.ASSETS_PATH)) {
    const file = fileOf(await options.asset(event.rawPath), "file");
    return compressFor(file, header(rawHeaders, "accept-encoding"));
  }
  return toResponse(await invoke(options.instancesFor(event.rawPath), event, options));
}

/** Reads a body to its end even when it is too large: a client that is still sending would not see the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > BODY_BYTES) throw new GatewayError("gateway.body_too_large", "A request body may have 6 MB.");
  return Buffer.concat(chunks);
}

function readEvent(request: GatewayRequest, rules: EdgeRules): ApiEvent {
  let event: ApiEvent;
  try {
    event = toEvent(request, rules.EDGE_HEADER);
  } catch {
    throw new GatewayError("gateway.bad_request", "The path is not percent-encoded UTF-8.");
  }
  checkHost(event.headers.host);
  if (!event.rawPath.startsWith("/"))
    throw new GatewayError("gateway.bad_request", "The path must begin with a slash.");
  return event;
}

/**
 * CloudFront refuses both:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
function checkMethod({ method = "", headers }: IncomingMessage): void {
  if (!METHODS.includes(method))
    throw new GatewayError("gateway.not_supported", `The edge takes no ${method}.`);
  const hasBody = Number(headers["content-length"] ?? 0) > 0 || "transfer-encoding" in headers;
  if ((method === "GET" || method === "HEAD") && hasBody)
    throw new GatewayError("gateway.not_supported", `The edge takes no ${method} with a body.`);
}

/** A target such as http://localhost:3000/docs names its host itself, and this host counts: RFC 9112, section 3.2.2. */
function checkAuthority(target = ""): void {
  const [, host] = /^https?:\/\/([^/?#]*)/i.exec(target) ?? [];
  if (host !== undefined) checkHost(host);
}

/** On AWS a CloudFront function does so, because API Gateway decodes the path. */
function checkPath(url: string | undefined, rules: EdgeRules): void {
  if (rules.isUnsafePath(url?.split("?")[0] ?? ""))
    throw new GatewayError("route.unknown", "There is nothing at this path.");
}

function checkHost(host: string | undefined): void {
  if (!host) throw new GatewayError("gateway.bad_request", "The Host header is missing.");
  // A web page can make its own name point at this machine. API Gateway, too, answers only to its own names.
  if (!OWN_HOSTS.test(host))
    throw new GatewayError("gateway.unknown_host", "This shop answers only to localhost.");
}

const addressOf = (socket: Socket): string => socket.remoteAddress?.replace("::ffff:", "") ?? "";

function fileOf(found: Picture | undefined, what: string): GatewayResponse {
  if (!found) throw new GatewayError("gateway.not_found", `There is no such ${what}.`);
  const headers = { "content-type": found.type, "cache-control": "public, max-age=31536000, immutable" };
  return { status: 200, headers, body: found.body };
}

function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof FunctionError) return new GatewayError("gateway.function_error", error.message);
  return new GatewayError("gateway.function_error", `The answer cannot be sent: ${(error as Error).message}`);
}
