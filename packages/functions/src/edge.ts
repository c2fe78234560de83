import { ProductQuery } from "@myclothes/core/catalog/schema";
import { isUnsafePath } from "./path.ts";

/** Public reads, which answer everybody alike: all that the edge may keep. */
export interface PublicRead {
  /** As CloudFront's path patterns are: `*` stands for anything. */
  path: string;
  /** The query parameters that tell one answer from another. No other reaches the shop, and no cookie. */
  query: string[];
}

/** What is not named here is never kept, whatever its answer says. */
export const publicReads: PublicRead[] = [
  { path: "/v1/products", query: Object.keys(ProductQuery.shape) },
  { path: "/v1/products/*", query: [] },
  { path: "/v1/categories", query: [] },
];

/** The longest that an answer is kept, stale or not, whatever it says itself. */
export const MAX_AGE_S = 300;

const patterns = publicReads.map((read) => ({
  read,
  pattern: new RegExp(`^${read.path.replaceAll("*", ".*")}$`, "s"),
}));

/**
 * The first public read whose pattern fits a path, given as it was sent. Case counts. CloudFront compares in RFC 3986's normal
 * form, with repeated slashes as one; what it sends on is the path as it came. An unsafe path is never a public read.
 */
export function publicRead(path: string): PublicRead | undefined {
  if (isUnsafePath(path)) return undefined;
  const normal = path.replaceAll(/%[2-7][\da-f]/gi, unreserved).replaceAll(/\/{2,}/g, "/");
  return patterns.find(({ pattern }) => pattern.test(normal))?.read;
}

const unreserved = (code: string): string => {
  const character = decodeURIComponent(code);
  return /[\w.~-]/.test(character) ? character : code;
};

/** By this header the shop knows its own edge, by a secret value. CloudFront adds none that begins with `x-edge`. */
export const EDGE_HEADER = "x-shop-edge";
