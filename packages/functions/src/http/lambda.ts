import type { Hono } from "hono";
import type { Env } from "./env.ts";
import { unknownRoute } from "./not-found.ts";

/** The parts of an API Gateway HTTP API event (payload format 2.0) that we read. */
export interface ApiEvent {
  rawPath: string;
  rawQueryString?: string;
  /** API Gateway takes the cookies out of the headers. */
  cookies?: string[];
  headers?: Record<string, string | undefined>;
  requestContext: { http: { method: string } };
  body?: string;
  isBase64Encoded?: boolean;
}

export interface ApiResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

/** The Lambda handler of an app behind API Gateway. */
export const lambdaHandler =
  (app: Hono<Env>) =>
  async (event: ApiEvent): Promise<ApiResult> => {
    const { request, refused } = toRequest(event);
    return toResult(await app.fetch(request, { refused }));
  };

/** `refused`: why the app must refuse the request instead of routing it. */
interface AppRequest {
  request: Request;
  refused?: unknown;
}

/** Converts an event. Never throws: an event that cannot be converted becomes a request that the app refuses. */
function toRequest(event: ApiEvent): AppRequest {
  const headers = headersOf(event);
  try {
    const { method } = event.requestContext.http;
    const body = method === "GET" || method === "HEAD" ? undefined : bodyOf(event);
    if (body) headers.set("content-length", String(body.length));
    return { request: new Request(urlOf(event), { method, headers, ...(body && { body }) }) };
  } catch (refused) {
    return { request: new Request(ORIGIN, { headers }), refused };
  }
}

async function toResult(response: Response): Promise<ApiResult> {
  const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  const body = await response.text();
  return { statusCode: response.status, headers, ...(cookies.length > 0 && { cookies }), body };
}

/** Any host: the app does not read it. */
const ORIGIN = "https://shop";

/**
 * API Gateway decodes the path and Hono decodes it again, so it is encoded here. Dot segments are refused, because the URL
 * parser would resolve them to another route.
 */
function urlOf({ rawPath, rawQueryString }: ApiEvent): string {
  const segments = rawPath.toWellFormed().split("/");
  if (segments.some((segment) => segment === "." || segment === "..")) throw unknownRoute();
  return `${ORIGIN}${segments.map(encodeURIComponent).join("/")}${rawQueryString ? `?${rawQueryString}` : ""}`;
}

function headersOf({ headers = {}, cookies = [] }: ApiEvent): Headers {
  const all = new Headers();
  const sent = Object.entries({ ...headers, ...(cookies.length > 0 && { cookie: cookies.join("; ") }) });
  for (const [name, value = ""] of sent) {
    try {
      all.append(name, bytes(value));
    } catch {
      // Invalid in HTTP, so it is not a header that we read.
    }
  }
  return all;
}

/** API Gateway decodes header values as UTF-8. `Headers` holds bytes and refuses characters beyond Latin-1. */
const bytes = (value: string): string => Buffer.from(value, "utf8").toString("latin1");

const bodyOf = ({ body, isBase64Encoded }: ApiEvent): Buffer<ArrayBuffer> | undefined =>
  body ? Buffer.from(body, isBase64Encoded ? "base64" : "utf8") : undefined;
