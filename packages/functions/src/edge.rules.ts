import { isOrigin } from "@myclothes/core/origin";
import { ASSETS_PATH, apiPaths, PAGE_MAX_AGE_S } from "./edge.pages.ts";

export * from "./edge.limits.ts";
export * from "./edge.pages.ts";

/**
 * The paths that the edge may cache, as CloudFront's path patterns (`*` matches anything). Their answers are the same for
 * everyone. The query string is in the cache key and reaches the shop, with its parameters sorted; cookies are in neither.
 */
export const publicReads = [
  "/v1/products",
  "/v1/products/*",
  "/v1/categories",
  "/v1/categories/*",
  "/v1/collections",
  "/v1/collections/*",
  "/v1/search/suggestions",
  "/v1/variants/*",
];

/** The longest that the edge keeps an answer, fresh or stale, even if the answer allows more. In seconds. */
export const MAX_AGE_S = 300;

const patternsOf = (paths: string[]): RegExp[] =>
  paths.map((path) => new RegExp(`^${path.replaceAll("*", ".*")}$`, "s"));
const patterns = patternsOf(publicReads);

/**
 * Whether a path, as the client sent it, is a public read. Letter case matters. CloudFront compares the path in RFC 3986's normal
 * form with repeated slashes merged, but forwards it unchanged. An unsafe path is never a public read.
 */
export const isPublicRead = (path: string): boolean =>
  !isUnsafePath(path) && patterns.some((pattern) => pattern.test(normal(path)));

const notPages = patternsOf([...apiPaths.shoppers, ...apiPaths.merchant, `${ASSETS_PATH}*`, "/images/*"]);

/**
 * Whether a path is one of the pages, or leads nowhere: whatever belongs to no API and to no bucket. No page is personal, so the
 * edge caches all of them: scripts fill in what belongs to a shopper. The query string is in the cache key, cookies are not.
 */
export const isPage = (path: string): boolean =>
  !isUnsafePath(path) && !notPages.some((pattern) => pattern.test(normal(path)));

/** Whether the edge may cache the answers of a path. */
export const isCached = (path: string): boolean => isPublicRead(path) || isPage(path);

/** The longest that the edge keeps an answer of this path, in seconds. */
export const maxAgeOf = (path: string): number => (isPage(path) ? PAGE_MAX_AGE_S : MAX_AGE_S);

const normal = (path: string): string =>
  path.replaceAll(/%[2-7][\da-f]/gi, unreserved).replaceAll(/\/{2,}/g, "/");

const unreserved = (code: string): string => {
  const character = decodeURIComponent(code);
  return /[\w.~-]/.test(character) ? character : code;
};

/**
 * A query string with its parameters in one order, so that another order makes no second entry in a cache. The function in
 * `stacks/edge.ts` does the same. Repeated parameters stay.
 */
export const sortedQuery = (query: string): string =>
  query
    .split("&")
    .filter(Boolean)
    .map((parameter) => (parameter.includes("=") ? parameter : `${parameter}=`))
    .sort()
    .join("&");

/** The header in which our edge sends its secret. CloudFront cannot add headers that begin with `x-edge`. */
export const EDGE_HEADER = "x-shop-edge";

/**
 * The headers of a storefront that renders pages on its own server: its secret, and the shopper's address. Limits then count
 * shoppers, and not the one server. The address counts only with the secret.
 */
export const STOREFRONT_HEADERS = { secret: "x-storefront-secret", shopper: "x-shopper-address" };

/**
 * Matches a segment that decodes to `.` or `..`, an encoded slash, a backslash, NUL, and an encoded question mark: API Gateway
 * decodes the path and cuts it there, so the function would see the path of something else.
 */
export const UNSAFE_PATH = /%2f|%3f|%5c|%00|\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether another program could read this path, as the client sent it, as a different path. Such a path is 404. */
export const isUnsafePath = (path: string): boolean => UNSAFE_PATH.test(path);

/**
 * What pages of other origins may do (https://fetch.spec.whatwg.org/#http-cors-protocol). The edge alone decides it, for answers
 * and for preflights. No page may send credentials: it uses a bearer token instead of the cookie.
 */
export const cors = {
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  requestHeaders: [
    ...["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
    ...["Order-Token", "X-Request-Id", "X-Session-Transport"],
  ],
  /** What scripts may read of an answer, besides the headers that the specification allows. */
  exposed: [
    ...["ETag", "Idempotent-Replayed", "Location", "Retry-After"],
    ...["Server-Timing", "X-Request-Id", "X-Served-By"],
  ],
  /** How long a browser may remember a preflight's answer, in seconds. */
  maxAgeS: 86_400,
};

/** Which origins may read the answers of a path: `*`, those that the stage lists, or none. */
export type Audience = "*" | "listed" | "none";

/** Paths that only our own pages read. */
const own = patternsOf([...apiPaths.merchant, `${ASSETS_PATH}*`]);

/** The merchant's API is for programs on servers and for our own page: a page with an API key would show it to everyone. */
export function audienceOf(path: string): Audience {
  if (isPublicRead(path) || path.startsWith("/images/")) return "*";
  return own.some((pattern) => pattern.test(normal(path))) || isPage(path) ? "none" : "listed";
}

/** The headers that a page's request for this path adds to its answer, also to an error. */
export function corsHeaders(
  path: string,
  origin: string | undefined,
  isListed: (origin: string) => boolean,
): Record<string, string> {
  const audience = audienceOf(path);
  if (origin === undefined || audience === "none") return {};
  if (audience === "listed" && !isListed(origin)) return { vary: "Origin" };
  return {
    ...(audience === "listed" && { vary: "Origin" }),
    "access-control-allow-origin": audience === "listed" ? origin : "*",
    "access-control-expose-headers": cors.exposed.join(", "),
  };
}

/** The headers that allow a preflight's request, without `Access-Control-Allow-Origin`. */
export const preflightHeaders = (audience: Audience): Record<string, string> => ({
  "access-control-allow-methods": (audience === "*" ? ["GET", "HEAD"] : cors.methods).join(", "),
  "access-control-allow-headers": cors.requestHeaders.join(", "),
  "access-control-max-age": String(cors.maxAgeS),
});

/** Reads a list of origins, separated by commas or spaces. Throws an error that names the one that is none. */
export function readOrigins(text = ""): string[] {
  const origins = text.split(/[\s,]+/).filter(Boolean);
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong === undefined) return origins;
  throw new Error(
    `STOREFRONT_ORIGINS: ${wrong} must be an origin such as https://shop.example, without a path.`,
  );
}
