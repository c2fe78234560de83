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

  it.each(["inStock=1", "sort=title", "priceMin=-1", "priceMax=1.5", "priceMin=1e3"])(
    "refuse %s with the parameter's name",
    async (query) => {
      const { status, body } = await send("GET", `/v1/products?${query}`);
      expect([status, body.code]).toEqual([422, "request.invalid"]);
      expect(body.errors[0].pointer).toBe(`?${query.split("=")[0]}`);
    },
  );

  it("refuse a repeated parameter and an unknown one", async () => {
    const { status, body } = await send("GET", "/v1/products?size=M&size=L");
    expect([status, body.errors[0].pointer]).toEqual([422, "?size"]);
    const unknown = await send("GET", "/v1/products?utm_source=mail&color[]=Navy&__proto__=1");
    expect([unknown.status, unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["?utm_source", "?color[]", "?__proto__"],
    ]);
  });
});

it("a product in the list shows its first image, its lowest price and its availability", async () => {
  const { body } = await send("GET", `/v1/products?category=${category}&color=Red`);
  const image = { url: `/images/${torn.handle}.svg`, alt: "Quilted anorak" };
  const priceFrom = usd(1000);
  const { id, handle } = torn;
  expect(body.data).toEqual([
    { id, handle, title: "Quilted anorak", category, image, priceFrom, available: true },
  ]);
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
    },
    {
      sku: blue,
      options: { size: "L", color: "Blue" },
      price: usd(3000),
      compareAtPrice: usd(4000),
      available: true,
    },
  ]);
  expect(new Date(body.updatedAt).getTime()).toBeGreaterThan(began - 1_000);
});

it("a product with a long description and many variants is complete", async () => {
  const description = "Warm. ".repeat(4_000).trim();
  const { handle, skus } = await product({ description, variants: Array(50).fill({}) });
  const { status, body } = await send("GET", `/v1/products/${handle}`);
  expect([status, body.description]).toEqual([200, description]);
  expect(body.variants.map(({ sku }: { sku: string }) => sku)).toEqual(skus);
});

it("the categories show their numbers of products", async () => {
  // Another test may have cached the categories before this one was created.
  await writeItems(context(), { deletes: [{ table: "Cache", key: { id: "categories all" } }] });
  const { body } = await (await coldInstance()).send("GET", "/v1/categories");
  expect(body.data).toContainEqual({ handle: category, title: category, productCount: 2 });
  const seeded = body.data.slice(0, 8).map(({ productCount }: { productCount: number }) => productCount);
  expect(seeded).toEqual(Array(8).fill(30));
});

it("availability is current, and at most 20", async () => {
  const [, plenty] = torn.skus;
  const { body, headers } = await send("GET", `/v1/variants/${plenty}/availability`);
  expect(body).toEqual({ sku: plenty, available: true, quantity: 20 });
  expect(headers.get("cache-control")).toBe("no-store");
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
