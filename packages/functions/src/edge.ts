import { ProductQuery } from "@myclothes/core/catalog/schema";

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

/** By this header the shop knows its own edge. Its value is a secret between the two. CloudFront adds none that begins with `x-edge`. */
export const EDGE_HEADER = "x-shop-edge";
