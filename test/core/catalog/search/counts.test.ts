import { load, type NewProduct } from "@myclothes/core/catalog/load";
import type { ProductQuery } from "@myclothes/core/catalog/schema";
import { context } from "@myclothes/core/context";
import { catalogue } from "@myclothes/demo-catalogue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Counts, findPage } from "../../../../packages/core/src/catalog/search/search.ts";
import { startDatabase, startEmbedded } from "../../../support/database.ts";
import { expectedCounts, loadProducts, queryOf, randomQueries } from "../../../support/product-lists.ts";
import { product, run } from "../../../support/products.ts";
import { recordTrials } from "../../../support/proof.ts";

/** `FACETS=1` runs all trials, and again with 100,000 products, on a real PostgreSQL if there is one: it is quicker. */
const IN_FULL = process.env.FACETS !== undefined;
const TRIALS = IN_FULL ? 2_000 : 60;
const MORE = IN_FULL ? 100_000 : 1_000;
const TRIALS_OF_MORE = IN_FULL ? TRIALS : 15;
const SEED = Number(process.env.SEED ?? 20_261_128);

/** Counts everything, however much it is. */
const UNLIMITED = { counted: 10_000_000, countedVariants: 100_000_000 };

let all: NewProduct[];
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = (IN_FULL && (await startDatabase())?.stop) || (await startEmbedded());
  const demo = catalogue();
  await load(context(), demo);
  all = [...demo.products];
});
afterAll(() => stop());

const plain = ({ total, category, size, color, price: { min, max } }: Counts) => {
  const byValue = (facet: Counts["size"]) =>
    Object.fromEntries(facet.values.map(({ value, count }) => [value, count]));
  return {
    total: total.count,
    category: byValue(category),
    size: byValue(size),
    color: byValue(color),
    price: { min, max },
  };
};

async function countsOf(query: ProductQuery, limits?: Parameters<typeof findPage>[3]): Promise<Counts> {
  const { counts } = await findPage(
    context({ timeoutMs: 120_000 }),
    { ...query, facets: true },
    undefined,
    limits,
  );
  if (!counts) throw new Error("The page has no counts.");
  return counts;
}

const compare = async (trials: number) => {
  for (const query of randomQueries(trials, SEED)) {
    const words = JSON.stringify(query);
    const expected = expectedCounts(all, query);
    expect(plain(await countsOf(query, UNLIMITED)), words).toEqual(expected);
    const limited = await countsOf(query);
    const shown = plain(limited);
    for (const name of ["category", "size", "color"] as const) {
      if (limited[name].exact) expect(shown[name], words).toEqual(expected[name]);
      for (const [value, count] of Object.entries(shown[name]))
        expect([value, count <= (expected[name][value] ?? 0)], words).toEqual([value, true]);
    }
    if (limited.total.exact) expect(shown.total, words).toBe(expected.total);
    expect(shown.total, words).toBeLessThanOrEqual(expected.total);
    if (limited.price.exact) expect(shown.price, words).toEqual(expected.price);
  }
};

describe("the counts of facets", () => {
  it(`are those of a plain count, for ${TRIALS} random filters of the demo catalogue`, {
    timeout: 1_200_000,
  }, async () => {
    await compare(TRIALS);
    recordTrials({ promise: "L7", trials: TRIALS, seed: SEED });
  });

  it(`are those of a plain count, for ${TRIALS_OF_MORE} random filters of ${MORE} products`, {
    timeout: 7_200_000,
  }, async () => {
    all.push(...(await loadProducts(MORE)));
    await run("analyze");
    await compare(TRIALS_OF_MORE);
  });

  it("are marked lower bounds if there is more to count than the limit", async () => {
    const query = queryOf({ category: "shirts", inStock: "true" });
    const expected = expectedCounts(all, query);
    const few = await countsOf(query, { counted: 10 });
    expect([few.total.exact, few.size.exact, few.category.exact, few.price.exact]).toEqual(
      Array(4).fill(false),
    );
    expect(few.total.count).toBeGreaterThan(0);
    expect(few.total.count).toBeLessThanOrEqual(11);
    const some = await countsOf(query, { countedVariants: 20 });
    expect([some.total.exact, some.total.count < expected.total]).toEqual([false, true]);
    const { total, category } = await countsOf(query, { counted: expected.total });
    expect([total, category.exact]).toEqual([{ count: expected.total, exact: true }, false]);
  });

  it("of categories without other filters are exact, however many products there are", async () => {
    for (const given of [{}, { category: ["shirts", "shoes"] }]) {
      const expected = expectedCounts(all, queryOf(given));
      const few = await countsOf(queryOf(given), { counted: 10 });
      expect([few.total, few.category.exact, few.size.exact]).toEqual([
        { count: expected.total, exact: true },
        true,
        false,
      ]);
      expect(plain(few).category).toEqual(expected.category);
    }
  });

  it("count a product once, and one spelling of a size", async () => {
    const category = "counted-once";
    await product({ category, variants: [{ size: "One Size" }, { size: "One Size", color: "Red" }] });
    await product({ category, variants: [{ size: "ONE SIZE" }] });
    const { total, size, color } = await countsOf(queryOf({ category }));
    expect(total.count).toBe(2);
    expect(size.values).toEqual([{ value: expect.stringMatching(/^one size$/i), count: 2 }]);
    expect(color.values).toEqual([
      { value: "Black", count: 2 },
      { value: "Red", count: 1 },
    ]);
  });

  it("are empty where nothing is found", async () => {
    const counts = await countsOf(queryOf({ q: "submarine" }));
    expect(plain(counts)).toEqual({
      total: 0,
      category: {},
      size: {},
      color: {},
      price: { min: null, max: null },
    });
    expect(counts.total.exact).toBe(true);
  });
});
