/**
 * Public reads, which answer everybody alike: all that the edge may keep, as CloudFront's path patterns; `*` stands for anything.
 * Their whole query string tells one answer from another and reaches the shop. No cookie does.
 */
export const publicReads = ["/v1/products", "/v1/products/*", "/v1/categories"];

/** The longest that an answer is kept, stale or not, whatever it says itself. */
export const MAX_AGE_S = 300;

const patterns = publicReads.map((path) => new RegExp(`^${path.replaceAll("*", ".*")}$`, "s"));

/**
 * Whether a path, given as it was sent, fits a public read. Case counts. CloudFront compares in RFC 3986's normal form, with
 * repeated slashes as one; what it sends on is the path as it came. An unsafe path is never a public read.
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

/** By this header the shop knows its own edge, by a secret value. CloudFront adds none that begins with `x-edge`. */
export const EDGE_HEADER = "x-shop-edge";

/** A segment that decodes to `.` or `..`, and an encoded slash, a backslash or NUL anywhere. */
export const UNSAFE_PATH = /%2f|%5c|%00|\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether another program may read this path, given as it was sent, as a different path. Such a path is 404. */
export const isUnsafePath = (path: string): boolean => UNSAFE_PATH.test(path);
