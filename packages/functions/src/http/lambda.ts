import { HttpRefusal } from "./refusal.ts";

/** What we read of an API Gateway HTTP API event, payload format 2.0. */
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

/** A request for the app. `refused` is the reason why the app must refuse it instead of routing it. */
export interface AppRequest {
  request: Request;
  refused?: unknown;
}

/** Converts an event. Never throws: an event that cannot be converted becomes a request that the app refuses. */
export function toRequest(event: ApiEvent): AppRequest {
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

export async function toResult(response: Response): Promise<ApiResult> {
  const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  const body = await response.text();
  return { statusCode: response.status, headers, ...(cookies.length > 0 && { cookies }), body };
}

/** The app does not read the host. */
const ORIGIN = "https://shop";

/**
 * API Gateway decodes the path, and Hono decodes it once more, so it is encoded again here. The URL parser would resolve dot
 * segments to another route: they are refused.
 */
function urlOf({ rawPath, rawQueryString }: ApiEvent): string {
  const segments = rawPath.toWellFormed().split("/");
  if (segments.some((segment) => segment === "." || segment === "..")) throw unknownRoute();
  return `${ORIGIN}${segments.map(encodeURIComponent).join("/")}${rawQueryString ? `?${rawQueryString}` : ""}`;
}

export const unknownRoute = (): HttpRefusal =>
  new HttpRefusal("route.unknown", "There is nothing at this path.");

function headersOf({ headers = {}, cookies = [] }: ApiEvent): Headers {
  const all = new Headers();
  const sent = Object.entries({ ...headers, ...(cookies.length > 0 && { cookie: cookies.join("; ") }) });
  for (const [name, value = ""] of sent) {
    try {
      all.append(name, bytes(value));
    } catch {
      // Not a valid HTTP header, so it is none of those that the shop reads.
    }
  }
  return all;
}

/** API Gateway decodes header values as UTF-8, but `Headers` holds bytes and refuses characters beyond Latin-1. */
const bytes = (value: string): string => Buffer.from(value, "utf8").toString("latin1");

const bodyOf = ({ body, isBase64Encoded }: ApiEvent): Buffer<ArrayBuffer> | undefined =>
  body ? Buffer.from(body, isBase64Encoded ? "base64" : "utf8") : undefined;
