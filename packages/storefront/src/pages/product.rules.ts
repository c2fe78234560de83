import type { Product } from "../render.types.ts";

export type Variant = Product["variants"][number];

/** The values of an option in the product's order. */
export const valuesOf = (product: Product, name: "size" | "color"): string[] =>
  product.options.find((option) => option.name === name)?.values ?? [];

export const variantOf = (product: Product, color: string, size: string): Variant | undefined =>
  product.variants.find(({ options }) => options.color === color && options.size === size);

/** The pictures in the order to show for a color: its own first, then those of all colors, then the others. */
export function imagesOf(product: Product, color: string) {
  const ofVariants = product.variants.filter(({ image }) => image);
  const urlsOf = (isIts: boolean) =>
    new Set(
      ofVariants.filter(({ options }) => (options.color === color) === isIts).map(({ image }) => image?.url),
    );
  const [own, others] = [urlsOf(true), urlsOf(false)];
  const rank = (url: string) => (own.has(url) ? 0 : others.has(url) ? 2 : 1);
  return [...product.images].sort((one, other) => rank(one.url) - rank(other.url));
}
