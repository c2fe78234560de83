import { isUtf8 } from "node:buffer";
import type { OutgoingHttpHeaders } from "node:http";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { apis, routeKey } from "@myclothes/functions/functions";
import { EDGE_SECRET } from "../engines/env.ts";
import { routeFor } from "../functions/routes.ts";

/** A request as the gateway received it. `target` comes from the request line; headers are name, value, name, value … */
export interface GatewayRequest {
  id: string;
  method: string;
  target: string;
  httpVersion: string;
  rawHeaders: string[];
  sourceIp: string;
  body: Buffer;
  receivedAt: Date;
}

export interface GatewayResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Stands for the address from which CloudFront asks API Gateway. */
const CLOUDFRONT = "198.51.100.1";

/** An event of an API Gateway HTTP API, payload format 2.0. */
export type ApiEvent = ReturnType<typeof toEvent>;

/**
 * Makes the event that API Gateway would send. Throws a URIError where the path is not percent-encoded UTF-8.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toEvent(request: GatewayRequest, edgeHeader = EDGE_HEADER, all = apis) {
  const { path, query } = split(request.target);
  const { path: route = "/", parameters: variables = {} } = routeFor(path, all) ?? {};
  const { headers, cookies } = readHeaders(request.rawHeaders);
  const host = headers.host ?? "localhost";
  // CloudFront appends the viewer's address to the header that the viewer sent, then API Gateway appends CloudFront's.
  const forwarded = [headers["x-forwarded-for"], request.sourceIp, CLOUDFRONT].filter(Boolean).join(", ");
  return {
    version: "2.0",
    routeKey: routeKey(route),
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      "x-forwarded-for": forwarded,
      "x-forwarded-proto": "http",
      [edgeHeader]: EDGE_SECRET,
    } as Record<string, string>,
    ...(query && { queryStringParameters: parameters(query) }),
    ...(route !== "/" && { pathParameters: variables }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(".")[0] ?? host,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: CLOUDFRONT,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: request.id,
      routeKey: routeKey(route),
      stage: "$default",
      time: logTime(request.receivedAt),
      timeEpoch: request.receivedAt.getTime(),
    },
    ...encoded(request.body, headers["content-type"] ?? "", "content-encoding" in headers),
  };
}

/**
 * Reads the result of the function; a value without a status code is the body itself. Throws a TypeError when it is no response.
 */
export function toResponse(result: unknown): GatewayResponse {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    const headers = { "content-type": "application/json" };
    return { status: 200, headers, body: Buffer.from(JSON.stringify(result ?? null)) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError(`status ${statusCode}`);
  if (body !== undefined && body !== null && typeof body !== "string")
    throw new TypeError("a body that is not a string");
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: {
      ...Object.fromEntries(lower),
      ...(Array.isArray(cookies) && { "set-cookie": cookies.map(String) }),
    },
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
  };
}

/** HTTP APIs decode the path, and cut it at a `?` that appears then. They pass the query on as it was sent. */
function split(target: string) {
  const [, path = "", query = ""] = target.match(/^(?:https?:\/\/[^/?]*)?([^?]*)\??(.*)$/s) ?? [];
  return { path: decodeURIComponent(path).split("?")[0] || "/", query };
}

/** Puts header names in lower case, joins repeated headers with commas, and collects the cookies one by one. */
function readHeaders(rawHeaders: string[]) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase() ?? "";
    const value = decoded(rawHeaders[i + 1] ?? "");
    if (name === "cookie") cookies.push(...value.split(/; */).filter(Boolean));
    else headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { headers, cookies };
}

/** Node gives the bytes of a header as Latin-1; API Gateway decodes them as UTF-8. */
const decoded = (value: string): string => Buffer.from(value, "latin1").toString("utf8");

function parameters(query: string): Record<string, string> {
  const all = new URLSearchParams(query);
  return Object.fromEntries([...all.keys()].map((name) => [name, all.getAll(name).join(",")]));
}

/** Passes text as it is, and everything else in base64. */
function encoded(body: Buffer, type: string, compressed: boolean) {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = /^(text\/|application\/(json|javascript|xml)\b|[^;]*\+(json|xml)\b)/i.test(type);
  const isBase64Encoded = !text || compressed || !isUtf8(body);
  return { body: body.toString(isBase64Encoded ? "base64" : "utf8"), isBase64Encoded };
}

/** The time as in access logs: 21/Nov/2025:00:50:07 +0000. */
function logTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
