import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { ProductQuery } from "@myclothes/core/catalog/schema";
import { context } from "@myclothes/core/context";
import { catalogue, extraProduct } from "@myclothes/demo-catalogue";
import { random } from "./random.ts";

const BATCH = 500;
const REPEATABLE = ["id", "category", "size", "color"];

/** A query from one value, or several, of each parameter. */
export const queryOf = (given: Record<string, string | string[] | undefined>): ProductQuery =>
  ProductQuery.parse(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === "string" && REPEATABLE.includes(name) ? [value] : value,
      ]),
    ),
  );

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
  /** Mostly one value, sometimes several. */
  const some = (values: string[]) => Array.from({ length: pick([1, 1, 1, 2, 3]) }, () => pick(values));
  return Array.from({ length: count }, () => {
    const given = {
      q: sometimes(pick(WORDS), 4),
      category: sometimes(some(CATEGORIES), 3),
      size: sometimes(some(SIZES), 3),
      color: sometimes(some(COLORS), 3),
      priceMin: sometimes(String(pick(PRICES)), 4),
      priceMax: sometimes(String(pick(PRICES)), 4),
      inStock: sometimes("true", 3),
      sort: pick(["newest", "price", "-price"]),
      limit: String(pick([1, 7, 20, 100])),
    };
    return queryOf(given);
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
    (filters) => SORTS.map((sort) => queryOf(Object.assign({ sort }, ...filters))),
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
  const same = (one: string, others: string[] | undefined) =>
    others === undefined || others.some((other) => one.toLowerCase() === other.toLowerCase());
  const word = new RegExp(`\\b${q}\\b`, "i");
  const summaries = products
    .filter((product) => category === undefined || category.includes(product.category))
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

const FILTERED = {
  category: ["category"],
  size: ["size"],
  color: ["color"],
  price: ["priceMin", "priceMax"],
} as const;
type Facet = keyof typeof FILTERED;

/** What must be counted beside a list of these products, computed without an index. */
export function expectedCounts(products: NewProduct[], query: ProductQuery) {
  const { q, inStock } = query;
  const word = new RegExp(`\\b${q}\\b`, "i");
  const lowered = (values: string[] | undefined) => values && new Set(values.map((one) => one.toLowerCase()));
  const all = products
    .filter(({ title, description }) => q === undefined || word.test(`${title} ${description}`))
    .flatMap(({ id, category, variants }) =>
      variants
        .filter(({ stock }) => !inStock || stock > 0)
        .map(({ size, color, price }) => ({ id, category, size, color, price })),
    );
  type Variant = (typeof all)[number];
  /** The variants that the filters leave, without some of them. */
  const left = (without: readonly string[]): Variant[] => {
    const kept = Object.fromEntries(
      Object.entries(query).filter(([name]) => !without.includes(name)),
    ) as ProductQuery;
    const [sizes, colors] = [lowered(kept.size), lowered(kept.color)];
    const { category, priceMin = 0, priceMax = Number.POSITIVE_INFINITY } = kept;
    return all.filter(
      (one) =>
        (!category || category.includes(one.category)) &&
        (!sizes || sizes.has(one.size.toLowerCase())) &&
        (!colors || colors.has(one.color.toLowerCase())) &&
        one.price >= priceMin &&
        one.price <= priceMax,
    );
  };
  const count = (facet: Exclude<Facet, "price">): Record<string, number> => {
    const found = new Map<string, Set<string>>();
    for (const one of left(FILTERED[facet]))
      found.set(one[facet], (found.get(one[facet]) ?? new Set()).add(one.id));
    return Object.fromEntries([...found].map(([value, ids]) => [value, ids.size]));
  };
  const prices = left(FILTERED.price).map(({ price }) => price);
  const least = (pick: (one: number, other: number) => number) =>
    prices.length > 0 ? prices.reduce((a, b) => pick(a, b)) : null;
  return {
    total: new Set(left([]).map(({ id }) => id)).size,
    category: count("category"),
    size: count("size"),
    color: count("color"),
    price: { min: least(Math.min), max: least(Math.max) },
  };
}
