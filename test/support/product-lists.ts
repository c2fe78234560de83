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

const FACETS = ["category", "size", "color", "price"] as const;
type Facet = (typeof FACETS)[number];

/** What must be counted beside a list of these products, computed without an index: each facet without its own filter. */
export function expectedCounts(products: NewProduct[], query: ProductQuery) {
  const { q, inStock, category, priceMin = 0, priceMax = Number.POSITIVE_INFINITY } = query;
  const word = new RegExp(`\\b${q}\\b`, "i");
  const lowered = (values: string[] | undefined) => values && new Set(values.map((one) => one.toLowerCase()));
  const [sizes, colors] = [lowered(query.size), lowered(query.color)];
  const ids = new Set<string>();
  const counted = { category: new Map(), size: new Map(), color: new Map() } as Record<
    Exclude<Facet, "price">,
    Map<string, Set<string>>
  >;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const product of products) {
    if (q !== undefined && !word.test(`${product.title} ${product.description}`)) continue;
    for (const { size, color, price, stock } of product.variants) {
      if (inStock && stock <= 0) continue;
      const fits: Record<Facet, boolean> = {
        category: !category || category.includes(product.category),
        size: !sizes || sizes.has(size.toLowerCase()),
        color: !colors || colors.has(color.toLowerCase()),
        price: price >= priceMin && price <= priceMax,
      };
      const missed = FACETS.filter((facet) => !fits[facet]);
      if (missed.length > 1) continue;
      const isIn = (facet: Facet) => missed.length === 0 || missed[0] === facet;
      const values = { category: product.category, size, color };
      for (const facet of ["category", "size", "color"] as const) {
        if (!isIn(facet)) continue;
        const found = counted[facet].get(values[facet]) ?? new Set();
        counted[facet].set(values[facet], found.add(product.id));
      }
      if (isIn("price")) [min, max] = [Math.min(min, price), Math.max(max, price)];
      if (missed.length === 0) ids.add(product.id);
    }
  }
  const count = (facet: Exclude<Facet, "price">): Record<string, number> =>
    Object.fromEntries([...counted[facet]].map(([value, found]) => [value, found.size]));
  return {
    total: ids.size,
    category: count("category"),
    size: count("size"),
    color: count("color"),
    price: min <= max ? { min, max } : { min: null, max: null },
  };
}
