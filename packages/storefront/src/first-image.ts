import type { Page } from "./routes.ts";

/** The picture that is largest in the first view of a page, where there is one. */
export function firstImageOf(page: Page): string | undefined {
  if (page.name === "product") return page.product.images[0]?.url;
  return "products" in page ? page.products.data[0]?.image?.url : undefined;
}
