import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { beforeAll, describe, expect, it } from "vitest";
import { writeItems } from "../../../../packages/core/src/aws/dynamo.write.ts";
import { usd } from "../../../support/bodies.ts";
import { client } from "../../../support/client.ts";
import { type CreatedProduct, product, run, setStock } from "../../../support/products.ts";
import { coldInstance } from "../../support/instance.ts";

const { send } = client();
const category = `filters-${ulid()}`;
/** "M" and "Blue" both exist, but not in one variant. The cheap variants are sold out. */
let torn: CreatedProduct;
const began = Date.now();
let whole: CreatedProduct;

beforeAll(async () => {
  torn = await product({
    category,
    title: "Quilted anorak",
    description: "Warm in a gale.",
    variants: [
      { size: "M", color: "Red", price: 1000, stock: 0 },
      { size: "L", color: "Blue", price: 3000, compareAtPrice: 4000, stock: 25 },
    ],
  });
  whole = await product({
    category,
    title: "Sailor sweater",
    description: "Goes under an anorak; knitted.",
    variants: [{ size: "M", color: "Blue", price: 2000, stock: 1 }],
  });
});

const found = async (query: string): Promise<string[]> => {
  const { status, body } = await send("GET", `/v1/products?category=${category}&${query}`);
  expect(status).toBe(200);
  return body.data.map(({ id }: CreatedProduct) => id).sort();
};

describe("the filters of the product list", () => {
  it("must match in one and the same variant", async () => {
    expect(await found("size=M&color=Blue")).toEqual([whole.id]);
    expect(await found("size=L&color=Blue")).toEqual([torn.id]);
    expect(await found("size=M&inStock=true")).toEqual([whole.id]);
    expect(await found("priceMax=1500&inStock=true")).toEqual([]);
    expect(await found("priceMin=1500&color=Red")).toEqual([]);
    expect(await found("color=Blue&priceMax=2500")).toEqual([whole.id]);
  });

  it("include both ends of a price range", async () => {
    expect(await found("priceMin=2000&priceMax=2000")).toEqual([whole.id]);
    expect(await found("priceMin=3001")).toEqual([]);
    expect(await found("priceMin=3000&priceMax=1")).toEqual([]);
  });

  it("return all products without filters, and none for an unknown category", async () => {
    const both = [torn.id, whole.id].sort();
    expect(await found("")).toEqual(both);
    expect(await found("inStock=false")).toEqual(both);
    const { body } = await send("GET", "/v1/products?category=nowhere");
    expect(body).toEqual({ data: [], nextCursor: null });
  });

  it("search title and description by word stem, all words, phrases and exclusions", async () => {
    const both = [torn.id, whole.id].sort();
    expect(await found("q=anoraks")).toEqual(both);
    expect(await found("q=ANORAK+knit")).toEqual([whole.id]);
    expect(await found(`q=${encodeURIComponent('"quilted anorak"')}`)).toEqual([torn.id]);
    expect(await found("q=anorak+-sweater")).toEqual([torn.id]);
    expect(await found("q=submarine")).toEqual([]);
    expect(await found(`q=${encodeURIComponent("'&|!():*<->\"\\ % _")}`)).toEqual([]);
  });

  it("may have several values, and then match any of them", async () => {
    const both = [torn.id, whole.id].sort();
    expect(await found("size=M&size=L")).toEqual(both);
    expect(await found("size=L&size=XL")).toEqual([torn.id]);
    expect(await found("color=Red&color=blue&size=M")).toEqual(both);
    expect(await found("color=Red&color=Green&size=L")).toEqual([]);
    expect(await found(`category=nowhere&size=M&size=M`)).toEqual(both);
    const { body } = await send("GET", "/v1/products?category=nowhere&category=nothing");
    expect(body.data).toEqual([]);
  });

  it.each(["inStock=1", "sort=title", "priceMin=-1", "priceMax=1.5", "priceMin=1e3"])(
    "refuse %s with the parameter's name",
    async (query) => {
      const { status, body } = await send("GET", `/v1/products?${query}`);
      expect([status, body.code]).toEqual([422, "request.invalid"]);
      expect(body.errors[0].pointer).toBe(`?${query.split("=")[0]}`);
    },
  );

  it("refuse a repeated parameter and an unknown one", async () => {
    const { status, body } = await send("GET", "/v1/products?sort=price&sort=newest");
    expect([status, body.errors[0].pointer]).toEqual([422, "?sort"]);
    const many = await send("GET", `/v1/products?${Array(21).fill("size=M").join("&")}`);
    expect([many.status, many.body.errors[0].pointer]).toEqual([422, "?size"]);
    const unknown = await send("GET", "/v1/products?utm_source=mail&color[]=Navy&__proto__=1");
    expect([unknown.status, unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["?utm_source", "?color[]", "?__proto__"],
    ]);
  });
});

describe("a product in the list", () => {
  const one = async (query: string) => (await send("GET", `/v1/products?${query}`)).body.data;

  it("shows its prices, its availability and its first image", async () => {
    const image = { url: `/images/${torn.handle}.svg`, alt: "Quilted anorak" };
    const { id, handle } = torn;
    const title = "Quilted anorak";
    const prices = { priceFrom: usd(1000), priceTo: usd(3000), compareAtFrom: null };
    const updatedAt = expect.any(String);
    expect(await one(`category=${category}&color=Red`)).toEqual([
      { id, handle, title, category, image, ...prices, available: true, updatedAt },
    ]);
    const [{ updatedAt: shown }] = await one(`id=${id}`);
    expect(new Date(shown).getTime()).toBeGreaterThan(began - 1_000);
  });

  it("shows the former price of its cheapest variant, also after a change", async () => {
    const reduced = { price: 2000, compareAtPrice: 2500 };
    const { id, sku } = await product({
      variants: [reduced, { price: 3000, compareAtPrice: 9000, size: "L" }],
    });
    expect(await one(`id=${id}`)).toMatchObject([{ priceFrom: usd(2000), compareAtFrom: usd(2500) }]);
    await run("update variant set compare_at_price = 2200 where sku = :sku", { sku });
    expect(await one(`id=${id}`)).toMatchObject([{ compareAtFrom: usd(2200) }]);
    await run("update variant set compare_at_price = null where sku = :sku", { sku });
    expect(await one(`id=${id}`)).toMatchObject([{ priceTo: usd(3000), compareAtFrom: null }]);
  });

  it("shows the image of a selected color", async () => {
    const category = `images-${ulid()}`;
    const image = (color: string) => ({ url: `/images/${color}.svg`, alt: color });
    const { handle } = await product({
      category,
      variants: [
        { color: "Red", image: image("red"), price: 100 },
        { color: "Blue", image: image("blue"), size: "S", price: 200 },
        { color: "Blue", image: image("blue-large"), size: "L", price: 300 },
        { color: "Black" },
      ],
    });
    const shown = async (query: string) => (await one(`category=${category}&${query}`))[0].image.url;
    expect(await shown("color=blue")).toBe("/images/blue.svg");
    expect(await shown("color=Blue&size=L")).toBe("/images/blue-large.svg");
    expect(await shown("color=Black&color=Blue")).toBe("/images/blue.svg");
    expect(await shown("color=Black")).toBe(`/images/${handle}.svg`);
    expect(await shown("size=S")).toBe(`/images/${handle}.svg`);
  });
});

describe("products by their IDs", () => {
  it("are returned in the order of the IDs, once each, without those that no list shows", async () => {
    const draft = await product();
    await run("update product set status = 'draft' where id = :id", { id: draft.id });
    const ids = [whole.id, torn.id, whole.id, draft.id, `prod_${ulid()}`];
    const { status, body } = await send("GET", `/v1/products?${ids.map((id) => `id=${id}`).join("&")}`);
    expect([status, body.nextCursor]).toEqual([200, null]);
    expect(body.data.map(({ id }: CreatedProduct) => id)).toEqual([whole.id, torn.id].sort());
  });

  it("are shown in the order of their IDs, because the edge sorts parameters", async () => {
    const [first = "", last = ""] = [whole.id, torn.id].sort();
    for (const query of [`id=${first}&id=${last}`, `id=${last}&id=${first}`]) {
      const { body } = await send("GET", `/v1/products?${query}`);
      expect(body.data.map(({ id }: CreatedProduct) => id)).toEqual([first, last]);
    }
  });

  it("are refused together with a filter, and if there are more than 50", async () => {
    for (const other of [
      "q=wool",
      "size=M",
      "category=x",
      "collection=x",
      "priceMin=1",
      "inStock=true",
      "sort=price",
      "facets=true",
    ]) {
      const { status, body } = await send("GET", `/v1/products?id=${torn.id}&${other}`);
      expect([other, status, body.errors?.[0].pointer]).toEqual([other, 422, `?${other.split("=")[0]}`]);
    }
    const many = Array.from({ length: 51 }, () => `id=prod_${ulid()}`).join("&");
    expect((await send("GET", `/v1/products?${many}`)).status).toBe(422);
    expect((await send("GET", "/v1/products?id=prod_1")).body.errors[0].pointer).toBe("?id");
  });
});

it("the list counts its products and those of each value, each without its own filter", async () => {
  const { status, body } = await send("GET", `/v1/products?category=${category}&size=M&facets=true&limit=1`);
  expect(status).toBe(200);
  expect([body.data.length, body.total, body.totalExact]).toEqual([1, 2, true]);
  expect(body.facets).toMatchObject({
    size: [
      { value: "M", count: 2 },
      { value: "L", count: 1 },
    ],
    color: [
      { value: "Blue", count: 1 },
      { value: "Red", count: 1 },
    ],
    price: { min: usd(1000), max: usd(2000) },
    exact: { category: true, size: true, color: true, price: true },
  });
  expect(body.facets.category).toContainEqual({ value: category, count: 2 });
  const none = (await send("GET", `/v1/products?category=${category}&size=None&facets=true`)).body;
  expect([none.total, none.facets.price, none.facets.color]).toEqual([0, null, []]);
  expect((await send("GET", `/v1/products?category=${category}`)).body.facets).toBeUndefined();
});

describe("suggestions", () => {
  const suggested = async (q: string) => {
    const { status, body } = await send("GET", `/v1/search/suggestions?q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
    return body;
  };

  it("are up to eight products and categories for what was typed so far", async () => {
    const { products, categories } = await suggested("shir");
    expect(categories.map(({ handle }: { handle: string }) => handle)).toContain("shirts");
    expect(products.length + categories.length).toBe(8);
    for (const { title } of products) expect(title).toMatch(/Shirt/);
    expect((await suggested("linen shir")).products[0].title).toMatch(/^Linen .*Shirt/);
  });

  it("are empty where nothing matches, and without words", async () => {
    const none = { products: [], categories: [] };
    for (const q of ["zzzzz", "", " -"]) expect(await suggested(q)).toEqual(none);
  });
});

it("a product shows its options and its variants in their order", async () => {
  const { status, body } = await send("GET", `/v1/products/${torn.handle}`);
  expect(status).toBe(200);
  expect(body.options).toEqual([
    { name: "size", values: ["M", "L"] },
    { name: "color", values: ["Red", "Blue"] },
  ]);
  const [red, blue] = torn.skus;
  expect(body.variants).toEqual([
    {
      sku: red,
      options: { size: "M", color: "Red" },
      price: usd(1000),
      compareAtPrice: null,
      available: false,
      image: null,
    },
    {
      sku: blue,
      options: { size: "L", color: "Blue" },
      price: usd(3000),
      compareAtPrice: usd(4000),
      available: true,
      image: null,
    },
  ]);
  expect(body.seo).toEqual({ title: "Quilted anorak", description: "Warm in a gale." });
  expect(new Date(body.updatedAt).getTime()).toBeGreaterThan(began - 1_000);
});

it("a product with a long description and many variants is complete", async () => {
  const description = "Warm. ".repeat(4_000).trim();
  const { handle, skus } = await product({ description, variants: Array(50).fill({}) });
  const { status, body } = await send("GET", `/v1/products/${handle}`);
  expect([status, body.description]).toEqual([200, description]);
  expect(body.variants.map(({ sku }: { sku: string }) => sku)).toEqual(skus);
});

it("images show their size and their other sizes if the shop has converted them", async () => {
  const url = `/images/${ulid()}/x.webp`;
  const srcset = { avif: `${url}.avif 320w`, webp: `${url} 320w` };
  await run(
    `insert into image (id, filename, content_type, bytes, status, width, height, url, srcset)
     values (:id, 'x', 'image/png', 1, 'ready', 900, 1200, :url, :srcset::jsonb)`,
    { id: `img_${ulid()}`, url, srcset: JSON.stringify(srcset) },
  );
  const { id, handle, sku } = await product({ variants: [{ image: { url, alt: "Red" } }, { size: "L" }] });
  await run(
    "update product set images = images || jsonb_build_array(jsonb_build_object('url', :url, 'alt', 'x')) where id = :id",
    { url, id },
  );
  const { body } = await send("GET", `/v1/products/${handle}`);
  const sized = { url, width: 900, height: 1200, srcset };
  expect(body.images).toEqual([expect.not.objectContaining({ width: 900 }), { ...sized, alt: "x" }]);
  expect(body.variants[0]).toMatchObject({ sku, image: { ...sized, alt: "Red" } });
  expect(body.variants[1].image).toBeNull();
});

it("a product names up to eight available products of its category with similar prices", async () => {
  const category = `related-${ulid()}`;
  const prices = [100, 5_000, 5_100, 5_200, 5_300, 4_900, 4_800, 4_700, 4_600, 4_500, 90_000];
  const made: CreatedProduct[] = [];
  for (const price of prices) made.push(await product({ category, price, stock: price === 4_900 ? 0 : 5 }));
  await product({ category: `${category}-other`, price: 5_001 });
  const { body } = await send("GET", `/v1/products/${made[1]?.handle}`);
  const priceOf = (handle: string) => prices[made.findIndex((one) => one.handle === handle)] ?? 0;
  expect(body.related.map(priceOf).sort()).toEqual(
    [4_500, 4_600, 4_700, 4_800, 5_100, 5_200, 5_300, 100].sort(),
  );
  expect(Math.abs(5_000 - priceOf(body.related[0]))).toBe(100);
});

describe("a former handle", () => {
  it("redirects to the product's handle, for good and cacheable", async () => {
    const { handle } = await product({ title: "Moved" });
    const former = `former-${ulid()} é`;
    await run("insert into redirect (handle, target) values (:former, :handle)", { former, handle });
    const { status, headers } = await send("GET", `/v1/products/${encodeURIComponent(former)}`);
    expect([status, headers.get("location")]).toEqual([301, `/v1/products/${handle}`]);
    expect(headers.get("cache-control")).toContain("s-maxage");
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });

  it("of a product that is not active is 404", async () => {
    const { handle } = await product();
    await run("insert into redirect (handle, target) values (:former, :handle)", {
      former: `old-${handle}`,
      handle,
    });
    await run("update product set status = 'archived' where handle = :handle", { handle });
    expect((await send("GET", `/v1/products/old-${handle}`)).status).toBe(404);
  });
});

it("a category that does not exist is 404", async () => {
  for (const handle of ["none", "x".repeat(300)]) {
    const { status, body } = await send("GET", `/v1/categories/${handle}`);
    expect([status, body.code]).toEqual([404, "catalog.unknown_category"]);
  }
});

it("the categories show their numbers of products", async () => {
  // Another test may have cached the categories before this one was created.
  await writeItems(context(), { deletes: [{ table: "Cache", key: { id: "categories all" } }] });
  const { body } = await (await coldInstance()).send("GET", "/v1/categories");
  expect(body.data).toContainEqual({
    ...{ handle: category, title: category, productCount: 2, parent: null, description: "", image: null },
    seo: { title: category, description: "" },
  });
  const seeded = body.data.slice(0, 8).map(({ productCount }: { productCount: number }) => productCount);
  expect(seeded).toEqual(Array(8).fill(30));
});

it("availability is at most 20, and two seconds old at the edge", async () => {
  const [, plenty] = torn.skus;
  const { body, headers } = await send("GET", `/v1/variants/${plenty}/availability`);
  expect(body).toEqual({ sku: plenty, available: true, quantity: 20 });
  expect(headers.get("cache-control")).toBe("public, max-age=0, s-maxage=2");
  for (const stock of [0, 19]) {
    await setStock(whole.sku, stock);
    const { body } = await send("GET", `/v1/variants/${whole.sku}/availability`);
    expect(body).toEqual({ sku: whole.sku, available: stock > 0, quantity: stock });
  }
  await setStock(whole.sku, 1);
});

it("returns 404 for unknown names", async () => {
  expect((await send("GET", "/v1/products/none")).body.code).toBe("catalog.unknown_product");
  expect((await send("GET", "/v1/variants/NONE/availability")).body.code).toBe("catalog.unknown_sku");
});

it("returns 404 for names that are too long, without asking a store", async () => {
  for (const path of ["/v1/products/NAME", "/v1/variants/NAME/availability"]) {
    const { status, headers } = await send("GET", path.replace("NAME", "x".repeat(3_000)));
    expect([status, headers.get("server-timing") ?? ""]).toEqual([
      404,
      expect.not.stringMatching(/dynamodb|data-api/),
    ]);
  }
});

it.each(["a/b", "a?b", ".", "..", ""])(
  "allows no product or variant named %j, because no path would lead to it",
  async (name) => {
    await expect(product({ variants: [{ sku: name }] })).rejects.toMatchObject({ state: "23514" });
    const called = run("update product set handle = :name where handle = :handle", {
      name,
      handle: torn.handle,
    });
    await expect(called).rejects.toThrow(/product_handle_check/);
  },
);
