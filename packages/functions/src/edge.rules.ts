/**
 * The paths that the edge may cache, as CloudFront's path patterns (`*` matches anything). Their answers are the same for everyone.
 * The query string is in the cache key and reaches the shop; cookies are in neither.
 */
export const publicReads = [
  "/v1/products",
  "/v1/products/*",
  "/v1/categories",
  "/v1/categories/*",
  "/v1/search/suggestions",
];

/** The longest that the edge keeps an answer, fresh or stale, even if the answer allows more. In seconds. */
export const MAX_AGE_S = 300;

const patterns = publicReads.map((path) => new RegExp(`^${path.replaceAll("*", ".*")}$`, "s"));

/**
 * Whether a path, as the client sent it, is a public read. Letter case matters. CloudFront compares the path in RFC 3986's normal
 * form with repeated slashes merged, but forwards it unchanged. An unsafe path is never a public read.
 */
export function isPublicRead(path: string): boolean {
  if (isUnsafePath(path)) return false;
  const normal = path.replaceAll(/%[2-7][\da-f]/gi, unreserved).replaceAll(/\/{2,}/g, "/");
  return patterns.some((pattern) => pattern.test(normal));
}

const unreserved = (code: string): string => {
  const character = decodeURIComponent(code);
  return /[\w.~-]/.test(character) ? character : code;
};

/** The header in which our edge sends its secret. CloudFront cannot add headers that begin with `x-edge`. */
export const EDGE_HEADER = "x-shop-edge";

/**
 * Matches a segment that decodes to `.` or `..`, an encoded slash, a backslash, NUL, and an encoded question mark: API Gateway decodes
 * the path and cuts it there, so the function would see the path of something else.
 */
export const UNSAFE_PATH = /%2f|%3f|%5c|%00|\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether another program could read this path, as the client sent it, as a different path. Such a path is 404. */
export const isUnsafePath = (path: string): boolean => UNSAFE_PATH.test(path);
