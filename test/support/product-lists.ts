import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { ProductQuery } from "@myclothes/core/catalog/schema";
import { context } from "@myclothes/core/context";
import { catalogue, extraProduct } from "@myclothes/demo-catalogue";
import { random } from "./random.ts";

const BATCH = 500;

/** Loads `count` generated products of the demo catalogue, from number `first` on, and returns them. */
export async function loadProducts(count: number, first = 0): Promise<NewProduct[]> {
  await load(context(), { categories: catalogue().categories });
  const products = Array.from({ length: count }, (_, i) => extraProduct(first + i));
  for (let at = 0; at < count; at += BATCH) {
    await load(context({ timeoutMs: 30_000 }), { products: products.slice(at, at + BATCH) });
  }
  return products;
}

/** Words that the catalogue contains in exactly this form, so that a plain text search finds the same products. */
const WORDS = ["linen", "leather", "kestrel", "wool", "crepe", "submarine"];
const CATEGORIES = ["shirts", "shoes", "dresses", "accessories", "none"];
const SIZES = ["M", "xl", "42", "One Size", "none"];
const COLORS = ["Navy", "black", "Blush", "none"];
const PRICES = [0, 999, 1999, 2500, 4900, 4901, 8900, 9900, 12_900, 40_000, 999_999_999];

/** `count` random combinations of a product list's parameters. */
export function randomQueries(count: number, seed: number): ProductQuery[] {
  const { below, pick } = random(seed);
  const sometimes = <T>(value: T, odds: number) => (below(odds) === 0 ? value : undefined);
  return Array.from({ length: count }, () => {
    const given = {
      q: sometimes(pick(WORDS), 4),
      category: sometimes(pick(CATEGORIES), 3),
      size: sometimes(pick(SIZES), 3),
      color: sometimes(pick(COLORS), 3),
      priceMin: sometimes(String(pick(PRICES)), 4),
      priceMax: sometimes(String(pick(PRICES)), 4),
      inStock: sometimes("true", 3),
      sort: pick(["newest", "price", "-price"]),
      limit: String(pick([1, 7, 20, 100])),
    };
    return ProductQuery.parse(given);
  });
}

const FILTERS: Record<string, string>[] = [
  { q: "linen" },
  { category: "shirts" },
  { size: "M" },
  { color: "Navy" },
  { priceMin: "3000", priceMax: "6000" },
  { inStock: "true" },
];
export const SORTS = ["newest", "price", "-price"];

/** Every combination of filters, with every sort. */
export const allQueries = (): ProductQuery[] =>
  Array.from({ length: 2 ** FILTERS.length }, (_, set) => FILTERS.filter((_, i) => set & (2 ** i))).flatMap(
    (filters) => SORTS.map((sort) => ProductQuery.parse(Object.assign({ sort }, ...filters))),
  );

/** The summaries that a list of these products must contain, in order, computed without an index. */
export function expectedList(products: NewProduct[], query: ProductQuery) {
  const {
    q,
    category,
    size,
    color,
    priceMin = 0,
    priceMax = Number.POSITIVE_INFINITY,
    inStock,
    sort,
  } = query;
  const same = (one: string, other: string | undefined) =>
    other === undefined || one.toLowerCase() === other.toLowerCase();
  const word = new RegExp(`\\b${q}\\b`, "i");
  const summaries = products
    .filter((product) => category === undefined || product.category === category)
    .filter(({ title, description }) => q === undefined || word.test(`${title} ${description}`))
    .filter(({ variants }) =>
      variants.some(
        (variant) =>
          same(variant.size, size) &&
          same(variant.color, color) &&
          variant.price >= priceMin &&
          variant.price <= priceMax &&
          (!inStock || variant.stock > 0),
      ),
    )
    .map(({ id, variants }) => ({
      id,
      priceFrom: Math.min(...variants.map(({ price }) => price)),
      available: variants.some(({ stock }) => stock > 0),
    }));
  const byId = summaries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const upward = sort === "newest" ? byId : byId.toSorted((a, b) => a.priceFrom - b.priceFrom);
  return sort === "price" ? upward : upward.toReversed();
}
