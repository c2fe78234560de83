import { HERO_SIZES, type Image, LARGE_SIZES, USUAL_SIZES } from "./parts/picture.tsx";
import type { Page } from "./routes.ts";

/** The picture that is largest in the first view of a page, where there is one, and the widths at which the page shows it. */
export function firstImageOf(page: Page): { image: Image; sizes: string } | undefined {
  const [image, sizes] =
    page.name === "product"
      ? [page.product.images[0], LARGE_SIZES]
      : "products" in page
        ? [page.products.data[0]?.image, page.name === "home" ? HERO_SIZES : USUAL_SIZES]
        : [];
  return image && sizes ? { image, sizes } : undefined;
}
