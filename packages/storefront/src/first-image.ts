import type { Page } from "./routes.ts";

/** The picture that is largest in the first view of a page, where there is one. */
export function firstImageOf(page: Page): string | undefined {
  if (page.name === "product") return page.product.images[0]?.url;
  if (page.name === "home" || page.name === "category" || page.name === "search")
    return page.products.data[0]?.image?.url;
  return undefined;
}
