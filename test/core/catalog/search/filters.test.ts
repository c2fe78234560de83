import type { NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Position } from "../../../../packages/core/src/catalog/catalog.rules.ts";
import { categories } from "../../../../packages/core/src/catalog/catalog.sql.ts";
import { pricePrefixes } from "../../../../packages/core/src/catalog/search/filter.sql.ts";
import { findPage } from "../../../../packages/core/src/catalog/search/search.ts";
import { startEmbedded } from "../../../support/database.ts";
import { expectedList, loadProducts, queryOf, randomQueries, SORTS } from "../../../support/product-lists.ts";
import { run, setPrice } from "../../../support/products.ts";
import { random } from "../../../support/random.ts";

const RUNS = Number(process.env.RUNS ?? 10);
const SEED = Number(process.env.SEED ?? 1);

/** Limits so low that these few products reach every step of the search. */
const SHORT = { walk: 5, candidates: 12, bands: 1 };

let all: NewProduct[];
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
  all = await loadProducts(1_500);
});
afterAll(() => stop());

describe("the product list", () => {
  it.each([
    ["the usual limits", undefined],
    ["low limits", SHORT],
  ])(`returns what a plain filter over all products returns, with %s, ${RUNS} times`, async (_, limits) => {
    expect(await compare(RUNS, limits)).toBeGreaterThan(RUNS);
  });

  it.each(SORTS)("sorted by %s, shows each product once while others are added", async (sort) => {
    const query = queryOf({ sort, color: "Navy", inStock: "true", limit: "20" });
    const there = expectedList(all, query).map(({ id }) => id);
    const seen: string[] = [];
    for (let after: Position | null | undefined; after !== null; ) {
      const { products, next } = await findPage(context(), query, after, SHORT);
      seen.push(...products.map(({ id }) => id));
      after = next;
      if (next) all.push(...(await loadProducts(20, all.length)));
    }
    expect(new Set(seen).size).toBe(seen.length);
    const old = new Set(there);
    expect(seen.filter((id) => old.has(id))).toEqual(there);
  });

  it("stays right when prices, stock and categories change, and variants are added and removed", async () => {
    const { below, pick } = random(SEED);
    for (let i = 0; i < 5 * RUNS; i++) {
      // From so few products that some change several times.
      const product = pick(all.slice(0, RUNS));
      const [variant, ...others] = product.variants;
      if (variant) await pick(changes)(product, variant, others, below);
    }
    await compare(RUNS, undefined);
    await compare(RUNS, SHORT);
    const counts = new Map((await categories(context())).map((one) => [one.handle, one.productCount]));
    expect(all.some(({ variants }) => variants.length === 0)).toBe(true);
    for (const handle of ["shirts", "shoes", "dresses"]) {
      const shown = all.filter(({ category, variants }) => category === handle && variants.length > 0);
      expect(counts.get(handle)).toBe(shown.length);
    }
  });
});

type Change = (
  product: NewProduct,
  variant: NewProduct["variants"][number],
  others: NewProduct["variants"],
  below: (limit: number) => number,
) => Promise<unknown>;

/** Each changes the database and `all` alike. */
const changes: Change[] = [
  async (_, variant, __, below) => {
    const { sku } = variant;
    variant.price = 100 * below(400);
    await run("update variant set compare_at_price = null where sku = :sku", { sku });
    await setPrice(sku, variant.price);
  },
  async (_, variant, __, below) => {
    const to = { size: "M", color: "Navy", stock: below(3) };
    Object.assign(variant, to);
    await run("update variant set size = :size, color = :color, stock = :stock::bigint where sku = :sku", {
      ...to,
      sku: variant.sku,
    });
  },
  async ({ id, variants }) => {
    for (const variant of variants) variant.stock = 0;
    await run("update variant set stock = 0 where product_id = :id", { id });
  },
  async ({ id, variants }) => {
    for (const variant of variants) variant.stock = 9;
    await run("update variant set stock = 9 where product_id = :id", { id });
  },
  async (product, _, __, below) => {
    product.category = below(2) ? "shirts" : "shoes";
    const { id, category } = product;
    await run("update product set category = :category where id = :id", { id, category });
  },
  async (product, { sku }, others) => {
    product.variants = others;
    await run("delete from variant where sku = :sku", { sku });
  },
  async (product, variant, others, below) => {
    const taker = all[below(all.length)] ?? product;
    product.variants = others;
    taker.variants.push(variant);
    await run("update variant set product_id = :id where sku = :sku", { id: taker.id, sku: variant.sku });
  },
];

/** Requests random lists from random positions. Returns the number of all products found. */
async function compare(runs: number, limits: Parameters<typeof findPage>[3]): Promise<number> {
  const { below } = random(SEED);
  let found = 0;
  for (const query of randomQueries(runs, SEED)) {
    const wanted = expectedList(all, query);
    const at = below(wanted.length + 1) - 1;
    const after = wanted[at] && { id: wanted[at].id, price: wanted[at].priceFrom, rank: 0 };
    const { products, next } = await findPage(context(), query, after, limits);
    found += products.length;
    const words = JSON.stringify({ query, after });
    const end = at + 1 + query.limit;
    expect(
      products.map(({ id, priceFrom, available }) => ({ id, priceFrom, available })),
      words,
    ).toEqual(wanted.slice(at + 1, end));
    const last = products.at(-1);
    expect(next, words).toEqual(
      wanted.length > end ? { id: last?.id, price: last?.priceFrom, rank: 0 } : null,
    );
  }
  return found;
}

describe("price prefixes", () => {
  it("cover exactly the prices of a range", () => {
    const { below } = random(SEED);
    for (let i = 0; i < 500; i++) {
      const from = below(10 ** (1 + below(5)));
      const to = from + below(10 ** (1 + below(5))) - 1;
      const covered = pricePrefixes(from, to).map((text): [number, number] => [
        Number(text.replaceAll(".", "0")),
        Number(text.replaceAll(".", "9")),
      ]);
      expect(covered.length).toBeLessThanOrEqual(100);
      // Each prefix begins where the one before ends.
      let next = from;
      for (const [first, last] of covered) {
        expect(first).toBe(next);
        next = last + 1;
      }
      expect(next).toBe(to + 1);
    }
    expect(pricePrefixes(4990, 5999)).toEqual(["499.", "5..."]);
    expect(pricePrefixes(0, 10)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    expect(pricePrefixes(5, 4)).toEqual([]);
  });
});
