import { money } from "../money.ts";
import { writeCursor } from "./catalog.rules.ts";
import type {
  Category,
  Collection,
  Image,
  Product,
  ProductPage,
  ProductQuery,
  ProductSummary,
} from "./catalog.schema.ts";
import type { CategoryRow } from "./catalog.sql.ts";
import type { ProductRows, Seo } from "./product.sql.ts";
import type { Counts, FoundPage, FoundProduct } from "./search/search.ts";

export const page = ({ products, next, counts }: FoundPage, query: ProductQuery): ProductPage => ({
  data: products.map(summary),
  nextCursor: next && writeCursor(next, query),
  ...(counts && { total: counts.total.count, totalExact: counts.total.exact, facets: facets(counts) }),
});

export const summary = ({ rank: _, ...product }: FoundProduct): ProductSummary => ({
  ...product,
  priceFrom: money(product.priceFrom),
  priceTo: money(product.priceTo),
  compareAtFrom: product.compareAtFrom === null ? null : money(product.compareAtFrom),
});

function facets({ category, size, color, price }: Counts): ProductPage["facets"] {
  const { min, max } = price;
  return {
    category: category.values,
    size: size.values,
    color: color.values,
    price: min === null || max === null ? null : { min: money(min), max: money(max) },
    exact: { category: category.exact, size: size.exact, color: color.exact, price: price.exact },
  };
}

/** A product as shoppers see it. */
export function product(found: ProductRows): Product {
  const { id, handle, title, description, category, updatedAt, variants, sizes, related } = found;
  const sized = (image: Image) => ({ ...image, ...sizes.get(image.url) });
  const options = [
    { name: "size", values: distinct(variants.map(({ size }) => size)) },
    { name: "color", values: distinct(variants.map(({ color }) => color)) },
  ];
  const shown = variants.map(({ sku, size, color, price, compareAtPrice, stock, image }) => ({
    sku,
    options: { size, color },
    price: money(price),
    compareAtPrice: compareAtPrice === null ? null : money(compareAtPrice),
    available: stock > 0,
    image: image && sized(image),
  }));
  const images = found.images.map(sized);
  const seo = seoOf(found.seo, title, description);
  return {
    id,
    handle,
    title,
    description,
    category,
    images,
    options,
    variants: shown,
    related,
    seo,
    updatedAt,
  };
}

export const category = ({ seo, ...row }: CategoryRow): Category => ({
  ...row,
  seo: seoOf(seo, row.title, row.description),
});

export const collection = ({ parent: _, ...row }: CategoryRow): Collection => ({
  ...row,
  seo: seoOf(row.seo, row.title, row.description),
});

/** Search engines show about so many characters of a description. */
const SHOWN = 160;

/** What the merchant wrote for search engines, or else the title and the beginning of the description. */
const seoOf = (seo: Seo | null, title: string, description: string) => ({
  title: seo?.title || title,
  description: seo?.description || beginning(description.replace(/\s+/g, " ").trim()),
});

function beginning(text: string): string {
  if (text.length <= SHOWN) return text;
  const cut = text.slice(0, SHOWN);
  return `${cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : SHOWN - 1).toWellFormed()}…`;
}

const distinct = (values: string[]): string[] => [...new Set(values)];
