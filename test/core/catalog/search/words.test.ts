import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { catalogue } from "@myclothes/demo-catalogue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Position } from "../../../../packages/core/src/catalog/catalog.rules.ts";
import { findPage } from "../../../../packages/core/src/catalog/search/search.ts";
import { startEmbedded } from "../../../support/database.ts";
import { queryOf } from "../../../support/product-lists.ts";
import { product, run } from "../../../support/products.ts";

const demo = catalogue();
const byId = new Map(demo.products.map((one) => [one.id, one]));
const [someSku = ""] = demo.products.map(({ variants }) => variants[0]?.sku ?? "");

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
  await load(context(), demo);
});
afterAll(() => stop());

type Check = (product: NewProduct) => boolean;
const titled =
  (pattern: RegExp): Check =>
  ({ title }) =>
    pattern.test(title);
const within =
  (category: string): Check =>
  (product) =>
    product.category === category;
const colored =
  (...colors: string[]): Check =>
  ({ variants }) =>
    variants.some(({ color }) => colors.includes(color));
const sized =
  (size: string): Check =>
  ({ variants }) =>
    variants.some((variant) => variant.size === size);
const both =
  (...checks: Check[]): Check =>
  (product) =>
    checks.every((check) => check(product));

/** What each of the first five products of a search must be. */
const QUERIES: Record<string, [q: string, check: Check][]> = {
  "a single word": [
    ["shirt", both(within("shirts"), titled(/Shirt$/))],
    ["dress", within("dresses")],
    ["linen", titled(/Linen/)],
    ["scarf", titled(/Scarf$/)],
    ["jeans", titled(/Jeans$/)],
    ["henley", titled(/Henley$/)],
    ["boots", both(within("shoes"), titled(/Boots$/))],
    ["sweater", both(within("knitwear"), titled(/Sweater$/))],
  ],
  "another form of a word": [
    ["shirts", both(within("shirts"), titled(/Shirt$/))],
    ["scarves", titled(/Scarf$/)],
    ["beanies", titled(/Beanie$/)],
    ["boot", titled(/Boots$/)],
    ["SWEATERS", titled(/Sweater/)],
    ["cardigans", titled(/Cardigan$/)],
  ],
  "two words": [
    ["linen shirt", both(within("shirts"), titled(/^Linen .*Shirt$/))],
    ["wool coat", titled(/^(Wool|Cotton Twill|Waxed Cotton|Alpaca|Cashmere) .*(Coat|Overcoat)$/)],
    ["leather boots", titled(/Leather .*Boots$/)],
    ["cashmere scarf", titled(/^Cashmere Scarf$/)],
    ["merino turtleneck", titled(/^Merino Turtleneck$/)],
    ["denim jacket", both(within("jackets"), titled(/Denim/))],
    ["tote bag", titled(/Tote Bag$/)],
    ["shirt dress", both(titled(/Shirt Dress$|Dress Shirt$/))],
  ],
  "a color and a thing": [
    ["navy shirt", both(within("shirts"), colored("Navy"))],
    ["blue shirt", both(within("shirts"), colored("Navy", "Sky"))],
    ["black dress", both(within("dresses"), colored("Black"))],
    ["rust cardigan", both(titled(/Cardigan$/), colored("Rust"))],
    ["white t-shirt", both(titled(/Tee$|Henley$|T-Shirt/), colored("White"))],
    ["green trousers", both(within("trousers"), colored("Olive", "Forest"))],
    ["navy linen dress", both(titled(/^Linen .*(Dress|Dress Shirt)$/), colored("Navy"))],
    ["grey jeans", both(titled(/Jeans$/), colored("Gray"))],
  ],
  "a size and a thing": [
    ["shoes 42", both(within("shoes"), sized("42"))],
    ["xxl shirt", both(within("shirts"), sized("XXL"))],
    ["trousers 34", both(within("trousers"), sized("34"))],
    ["dress xs", both(within("dresses"), sized("XS"))],
    ["shirt s", both(within("shirts"), sized("S"))],
    ["sneakers 39", both(titled(/Sneakers$/), sized("39"))],
  ],
  "a SKU": [
    [someSku, ({ variants }) => variants.some(({ sku }) => sku === someSku)],
    [someSku.toLowerCase(), ({ variants }) => variants.some(({ sku }) => sku === someSku)],
    ["LINEN-CAMP-COLLAR-SHIRT-BLS-S", titled(/^Linen Camp-Collar Shirt$/)],
    ["LINEN-CAMP-COLLAR-SHIRT-BL", titled(/^Linen Camp-Collar Shirt$/)],
  ],
  "an incomplete last word": [
    ["card", titled(/Cardigan$/)],
    ["turtlen", titled(/Turtleneck$/)],
    ["espad", titled(/Espadrilles$/)],
    ["linen sh", both(titled(/^Linen/), (one) => within("shirts")(one) || within("shoes")(one))],
    ["seers", titled(/Seersucker/)],
    ["crossb", titled(/Crossbody Bag$/)],
  ],
  "a typing error": [
    ["cardigen", titled(/Cardigan$/)],
    ["merion", titled(/Merino/)],
    ["sweter", titled(/Sweater/)],
    ["casmere scarf", titled(/^Cashmere Scarf$/)],
    ["lether boots", titled(/Leather .*Boots$/)],
    ["trowsers", within("trousers")],
    ["jackett", within("jackets")],
  ],
  "accents and apostrophes": [
    ["chînos", titled(/Chinos$/)],
    ["liñen", titled(/Linen/)],
    ["shirt’s", both(within("shirts"), titled(/Shirt$/))],
  ],
  "a category": [
    ["t-shirts", within("t-shirts")],
    ["T Shirt", within("t-shirts")],
    ["knitwear", within("knitwear")],
    ["accessories", within("accessories")],
    ["tees", within("t-shirts")],
    ["trainers", titled(/Sneakers$/)],
  ],
  "words without meaning": [
    ["a shirt for the summer", both(within("shirts"), titled(/Short-Sleeve Shirt$/))],
    ["the scarf", titled(/Scarf$/)],
  ],
  "words of the description": [
    ["corozo", titled(/Short-Sleeve Shirt$/)],
    ["brass buckle", titled(/Belt$/)],
    ['"hammer loop"', titled(/Carpenter Trousers$/)],
    ["boots -suede", both(titled(/Boots$/), ({ title }) => !/Suede/.test(title))],
  ],
};

const NOTHING = ["submarine", "zzzzzz", "shirt submarine", "qu", "the", "123456", "-", '"linen leather"'];

const find = async (q: string, limit = "5") => {
  const { products } = await findPage(context(), queryOf({ q, limit }), undefined);
  return products.flatMap(({ id }) => byId.get(id) ?? []);
};

describe.each(Object.entries(QUERIES))("a search for %s", (_, queries) => {
  it.each(queries)("%s", async (q, check) => {
    const found = await find(q);
    expect(found.length, q).toBeGreaterThan(0);
    const wrong = found.filter((one) => !check(one)).map(({ title, category }) => `${title} in ${category}`);
    expect(wrong, q).toEqual([]);
  });
});

describe("a search", () => {
  it.each(NOTHING)("for %s finds nothing", async (q) => {
    expect((await find(q)).map(({ title }) => title)).toEqual([]);
  });

  it("has at least 60 kinds of queries", () => {
    expect(Object.values(QUERIES).flat().length + NOTHING.length).toBeGreaterThanOrEqual(60);
  });

  it("for shirts finds all shirts before dresses and T-shirts", async () => {
    const found = await find("shirt", "100");
    const places = (check: Check) => found.flatMap((one, i) => (check(one) ? [i] : []));
    const shirts = places(within("shirts"));
    expect(shirts).toEqual(Array.from({ length: 30 }, (_, i) => i));
    const [titles, descriptions] = [places(titled(/ Shirt Dress$/)), places(within("t-shirts"))];
    expect(descriptions.length).toBeGreaterThan(0);
    expect(Math.max(...titles)).toBeLessThan(Math.min(...descriptions));
  });

  it.each([
    ["the usual limits", undefined],
    ["low limits", { candidates: 4, bands: 1, walk: 3 }],
  ])("page by page shows each product once, in the order of a single page, with %s", async (_, limits) => {
    const whole = await findPage(context(), queryOf({ q: "shirt", limit: "100" }), undefined);
    const ids = whole.products.map(({ id }) => id);
    const seen: string[] = [];
    for (let after: Position | null | undefined; after !== null; ) {
      const { products, next } = await findPage(
        context(),
        queryOf({ q: "shirt", limit: "7" }),
        after,
        limits,
      );
      seen.push(...products.map(({ id }) => id));
      after = next;
    }
    expect(seen.slice(0, 100)).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("finds the same products in every order", async () => {
    for (const q of ["navy shirt", "cardigen", "card", someSku, "blue"]) {
      const ids = async (sort: string) =>
        (await findPage(context(), queryOf({ q, sort, limit: "100" }), undefined)).products
          .map(({ id }) => id)
          .sort();
      const expected = await ids("relevance");
      expect(expected.length).toBeGreaterThan(0);
      for (const sort of ["newest", "price", "-price"])
        expect(await ids(sort), `${q} ${sort}`).toEqual(expected);
    }
  });

  it("follows changes of titles, categories, sizes, colors and SKUs", async () => {
    const { id, sku } = await product({ title: "Quilted gilet", category: "outerwear" });
    const finds = async (q: string) =>
      (await findPage(context(), queryOf({ q, limit: "5" }), undefined)).products.some(
        (one) => one.id === id,
      );
    expect(await finds("gilet outerwear")).toBe(true);
    await run("update variant set color = 'Turquoise', size = '7XL' where sku = :sku", { sku });
    for (const q of ["turquoise gilet", "turqoise", "7xl", "turq"])
      expect([q, await finds(q)]).toEqual([q, true]);
    expect(await finds("black gilet")).toBe(false);
    await run("update product set title = 'Padded bodywarmer' where id = :id", { id });
    expect([await finds("gilet"), await finds("padded turquoise")]).toEqual([false, true]);
    await run("update product set category = 'shoes' where id = :id", { id });
    expect([await finds("outerwear padded"), await finds("padded shoes")]).toEqual([false, true]);
    await run("update product set status = 'draft' where id = :id", { id });
    expect(await finds("padded")).toBe(false);
  });
});
