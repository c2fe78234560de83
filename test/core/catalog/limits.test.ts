import * as Catalog from "@myclothes/core/catalog";
import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Sql from "../../../packages/core/src/catalog/catalog.sql.ts";
import { findPage } from "../../../packages/core/src/catalog/search/search.ts";
import { startEmbedded } from "../../support/database.ts";
import { queryOf } from "../../support/product-lists.ts";
import { product, run, setPrice, setStock, variant } from "../../support/products.ts";

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
});
afterAll(() => stop());

/** Does what the triggers refuse. Data from before these triggers may look like this. */
async function unlimited(table: "category" | "product" | "variant", work: () => Promise<unknown>) {
  await run(`alter table ${table} disable trigger user`);
  await work();
  await run(`alter table ${table} enable trigger user`);
}

const addVariants = (id: string, last: number, first = 1) =>
  run(
    `insert into variant (sku, product_id, position, size, color, price, stock)
     select '${id}-' || n, '${id}', n + 10, 'M', 'Navy', 100, 1 from generate_series(${first}, ${last}) as n`,
  );
const list = async (query: Record<string, string>) =>
  (await findPage(context(), queryOf(query), undefined)).products;

describe("a product", () => {
  it("holds 1,000 variants and refuses one more", async () => {
    const { id, handle } = await product();
    await addVariants(id, 999);
    const { variants } = await Catalog.product(context(), handle);
    const added = Array.from({ length: 999 }, (_, i) => `${id}-${i + 1}`);
    expect(variants.slice(1).map(({ sku }) => sku)).toEqual(added);
    const refused = { state: "23514", message: expect.stringContaining("more than 1000 variants") };
    await expect(product({ variants: Array(1_001).fill({}) })).rejects.toMatchObject(refused);
    const other = await product();
    await expect(
      run("update variant set product_id = :id where sku = :sku", { id, sku: other.sku }),
    ).rejects.toThrow(/more than 1000 variants/);
    await expect(run(`update variant set price = 200 where product_id = '${id}'`)).resolves.toEqual([]);
  });

  it("with 3,000 variants from before the limit is shown with all of them, sold and changed", async () => {
    const { id, handle } = await product();
    await unlimited("variant", () => addVariants(id, 2_999));
    const { variants } = await Catalog.product(context(), handle);
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(3_000);
    await setPrice(`${id}-2999`, 50);
    await setStock(`${id}-2999`, 0);
    expect(await variant(`${id}-2999`)).toEqual({ price: 50, stock: 0 });
    await expect(addVariants(id, 3_000, 3_000)).rejects.toThrow(/more than 1000 variants/);
  });

  it.each([
    ["title", { title: "x".repeat(256) }],
    ["size", { variants: [{ size: "x".repeat(65) }] }],
    ["color", { variants: [{ color: "x".repeat(65) }] }],
    ["image", { variants: [{ image: { url: "x".repeat(2_048), alt: "" } }] }],
  ])("with a %s over the limit is refused", async (_, wanted) => {
    await expect(product(wanted)).rejects.toMatchObject({ state: "23514" });
  });

  it("with longer texts from before the limit is shown with shortened texts, in lists and in carts", async () => {
    const { id, handle, sku } = await product({ category: "long" });
    const image = JSON.stringify({ url: "x".repeat(10_000), alt: "" });
    await unlimited("product", () =>
      run(
        "update product set title = repeat('t', 70000), images = jsonb_build_array(:image::jsonb) where id = :id",
        {
          image,
          id,
        },
      ),
    );
    await unlimited("variant", () =>
      run(
        "update variant set size = repeat('s', 70000), color = repeat('c', 70000), image = :image::jsonb where sku = :sku",
        { image, sku },
      ),
    );
    const title = "t".repeat(255);
    const options = { size: "s".repeat(64), color: "c".repeat(64) };
    expect(await list({ category: "long" })).toMatchObject([{ title, image: null }]);
    expect(await Catalog.product(context(), handle)).toMatchObject({ title, variants: [{ options }] });
    expect((await Catalog.variants(context(), [sku])).get(sku)).toMatchObject({
      title,
      ...options,
      image: null,
    });
    await setStock(sku, 3);
    expect((await variant(sku)).stock).toBe(3);
  });
});

describe("a category", () => {
  it.each([
    ["handle", "x".repeat(65), "Long"],
    ["handle in NFD", "ro\u0308cke", "Skirts"],
    ["title", "long-title", "x".repeat(256)],
  ])("with a %s over the limit is refused", async (_, handle, title) => {
    await expect(load(context(), { categories: [{ handle, title, position: 1 }] })).rejects.toMatchObject({
      state: "23514",
    });
  });

  it("is listed even if there are more than fit into one answer of the Data API", async () => {
    const title = "衣".repeat(255);
    const categories = Array.from({ length: 1_600 }, (_, i) => ({
      handle: `many-${i}`,
      title,
      position: 5_000 + i,
    }));
    for (let from = 0; from < 1_600; from += 400) {
      await load(context(), { categories: categories.slice(from, from + 400) });
    }
    // Not from the cache, whose table other test files share.
    const many = (await Sql.categories(context())).filter(({ handle }) => handle.startsWith("many-"));
    expect(many.map(({ handle }) => handle)).toEqual(categories.map(({ handle }) => handle));
  });
});

describe("the highest price", () => {
  const MOST = 2_147_483_647;

  it("is listed under every filter and sort", async () => {
    const category = `dear-${ulid().toLowerCase()}`;
    const ids = [];
    for (const price of [999_999_999, 2_000_000_000, MOST]) ids.push((await product({ category, price })).id);
    const [, , dearest] = ids;
    for (const sort of ["price", "-price", "newest"]) {
      const expected = sort === "price" ? ids : (sort === "newest" ? ids.toSorted() : ids).toReversed();
      // All ways through the list: the walk, sorted bands and walked bands.
      for (const limits of [
        undefined,
        { walk: 1, candidates: 500, bands: 4 },
        { walk: 1, candidates: 1, bands: 1 },
      ]) {
        const found = async (query: Record<string, string>) => {
          const parsed = queryOf({ category, sort, ...query });
          const { products } = await findPage(context(), parsed, undefined, limits);
          return products.map(({ id }) => id);
        };
        for (const query of [
          {},
          { size: "M" },
          { priceMin: "5" },
          { q: "garment" },
          { priceMax: `${MOST}` },
        ]) {
          expect(await found(query), JSON.stringify({ sort, query })).toEqual(expected);
        }
        expect(await found({ priceMin: `${MOST}` })).toEqual([dearest]);
        expect(await found({ priceMax: "1999999999", size: "m" })).toEqual([ids[0]]);
      }
    }
  });

  it("cannot be exceeded by a load", async () => {
    await expect(product({ price: MOST + 1 })).rejects.toMatchObject({ state: "22003" });
    await expect(product({ stock: 2 ** 53 })).rejects.toMatchObject({ state: "23514" });
  });
});
