import type { NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Position } from "../../../../packages/core/src/catalog/catalog.rules.ts";
import { findPage } from "../../../../packages/core/src/catalog/search/search.ts";
import { createCollection } from "../../../support/catalog-edits.ts";
import { startEmbedded } from "../../../support/database.ts";
import { expectedCounts, expectedList, loadProducts, randomQueries } from "../../../support/product-lists.ts";
import { run } from "../../../support/products.ts";
import { random } from "../../../support/random.ts";

const RUNS = Number(process.env.RUNS ?? 40);
const SEED = Number(process.env.SEED ?? 1);

let all: NewProduct[];
let stop: () => Promise<void>;
/** The products of the collection, in the order of the merchant. */
let picked: NewProduct[];
beforeAll(async () => {
  stop = await startEmbedded();
  all = await loadProducts(600);
  const { below } = random(SEED);
  picked = all
    .map((product) => ({ product, at: below(1e9) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, 200)
    .map(({ product }) => product);
  await createCollection(
    "picked",
    picked.map(({ id }) => id),
  );
});
afterAll(() => stop());

describe("the list of a collection", () => {
  it(`is what a plain filter over its products returns, in any order and with any filter, ${RUNS} times`, async () => {
    const { below } = random(SEED);
    const place = new Map(picked.map(({ id }, i) => [id, i + 1]));
    let found = 0;
    for (const [i, { sort, ...filters }] of randomQueries(RUNS, SEED).entries()) {
      // With words, lists of the merchant's order do not exist.
      const isPicked = i % 2 === 0 && filters.q === undefined;
      const query = { ...filters, ...(isPicked ? {} : { sort }), collection: "picked", facets: true };
      const inOrder = expectedList(picked, query).map((one) => ({
        ...one,
        rank: isPicked ? (place.get(one.id) ?? 0) : 0,
      }));
      const wanted = isPicked ? inOrder.toSorted((a, b) => a.rank - b.rank) : inOrder;
      const at = below(wanted.length + 1) - 1;
      const last = wanted[at];
      const after = last && { id: last.id, price: last.priceFrom, rank: last.rank };
      const { products, next, counts } = await findPage(context(), query, after);
      const words = JSON.stringify({ query, after });
      const end = at + 1 + query.limit;
      expect(
        products.map(({ id, priceFrom, available, rank }) => ({ id, priceFrom, available, rank })),
        words,
      ).toEqual(wanted.slice(at + 1, end));
      const shown = wanted[end - 1];
      expect(next, words).toEqual(
        wanted.length > end ? { id: shown?.id, price: shown?.priceFrom, rank: shown?.rank } : null,
      );
      const expected = expectedCounts(picked, query);
      const values = (facet: "category" | "size" | "color") =>
        Object.fromEntries((counts?.[facet].values ?? []).map(({ value, count }) => [value, count]));
      expect(
        {
          total: counts?.total.count,
          ...{ category: values("category"), size: values("size"), color: values("color") },
          price: { min: counts?.price.min, max: counts?.price.max },
        },
        words,
      ).toEqual(expected);
      found += products.length;
    }
    expect(found).toBeGreaterThan(RUNS);
  });

  it("by relevance is that of all products, without the others", async () => {
    const ids = new Set(picked.map(({ id }) => id));
    for (const q of ["shirt", "navy shirt", "linen", "casmere", '"linen shirt"', "the"]) {
      const whole: string[] = [];
      for (let after: Position | null | undefined; after !== null; ) {
        const { products, next } = await findPage(context(), { q, limit: 100 }, after);
        whole.push(...products.map(({ id }) => id));
        after = next;
      }
      const seen: string[] = [];
      for (let after: Position | null | undefined; after !== null; ) {
        const { products, next } = await findPage(context(), { q, limit: 3, collection: "picked" }, after);
        seen.push(...products.map(({ id }) => id));
        after = next;
      }
      expect(seen, q).toEqual(whole.filter((id) => ids.has(id)));
    }
  });

  it("shows each product that stays exactly once while others are added and removed", async () => {
    const { below } = random(SEED);
    const ids = picked.map(({ id }) => id);
    await createCollection("walked", ids);
    /** These may be removed. */
    const leaving = new Set(ids.filter((_, i) => i % 3 === 0));
    const others = all.map(({ id }) => id).filter((id) => !ids.includes(id));
    const seen: string[] = [];
    let now = ids.slice(0, 150);
    const query = { collection: "walked", limit: 7 };
    for (let after: Position | null | undefined; after !== null; ) {
      await run(
        "update collection set products = array(select jsonb_array_elements_text(:ids::jsonb)) where handle = 'walked'",
        { ids: JSON.stringify(now) },
      );
      const { products, next } = await findPage(context(), query, after);
      seen.push(...products.map(({ id }) => id));
      after = next;
      // The page's last product stays, because the next page begins behind it.
      now = now.filter((id) => id === next?.id || !leaving.has(id) || below(3) > 0);
      for (let i = 0; i < 4 && now.length < 200; i++) now.splice(below(now.length), 0, others.pop() ?? "");
    }
    const stayed = ids.slice(0, 150).filter((id) => !leaving.has(id));
    expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("goes on at the same place if the last product of a page is removed", async () => {
    const ids = picked.slice(0, 6).map(({ id }) => id);
    await createCollection("short", ids);
    const query = { collection: "short", limit: 2 };
    const first = await findPage(context(), query, undefined);
    await run("update collection set products = array_remove(products, :id) where handle = 'short'", {
      id: ids[1] ?? "",
    });
    const { products } = await findPage(context(), query, first.next ?? undefined);
    expect(products.map(({ id }) => id)).toEqual(ids.slice(2, 4));
  });
});

it("the database refuses more than 200 products", async () => {
  const ids = all.slice(0, 201).map(({ id }) => id);
  await expect(createCollection("too-large", ids)).rejects.toThrow("collection_product_limit");
});
