import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import {
  auditOf,
  createCategory,
  eventsOf,
  newNames,
  productBody,
  usd,
  variantBody,
} from "../../support/catalog-edits.ts";
import { client } from "../../support/client.ts";
import { run, setStock, variant } from "../../support/products.ts";

const at = (handle: string) => `/admin/v1/products/${encodeURIComponent(handle)}`;
let send: Awaited<ReturnType<typeof admin>>["send"];
let keyId: string;
beforeAll(async () => {
  await createCategory();
  await createCategory("another-for-a-test");
  ({ send, id: keyId } = await admin(["catalog:read", "catalog:write"]));
});
const put = (handle: string, body: unknown, headers?: Record<string, string>) =>
  send("PUT", at(handle), { body, ...(headers && { headers }) });

describe("a product that is put", () => {
  it("is created with its variants, without stock", async () => {
    const { handle, skus } = newNames();
    const [first = "", second = ""] = skus;
    const more = {
      seo: { title: "Cool", description: "" },
      tags: ["summer"],
      variants: [
        variantBody(first, { compareAtPrice: usd(3000), weight: 180 }),
        variantBody(second, { options: { size: "L", color: "Navy" } }),
      ],
    };
    const made = await put(handle, productBody([], more));
    expect(made.status).toBe(201);
    expect(made.headers.get("etag")).toBe('"1"');
    const common = { price: usd(2500), image: null, stock: 0, lowStock: 5 };
    expect(made.body).toEqual({
      id: expect.stringMatching(/^prod_/),
      handle,
      title: "Linen Shirt",
      description: "Light and cool.",
      category: "made-for-a-test",
      status: "active",
      images: [{ url: "/images/linen.svg", alt: "A shirt" }],
      options: [
        { name: "size", values: ["M", "L"] },
        { name: "color", values: ["Navy"] },
      ],
      variants: [
        {
          ...common,
          sku: first,
          options: { size: "M", color: "Navy" },
          compareAtPrice: usd(3000),
          weight: 180,
        },
        { ...common, sku: second, options: { size: "L", color: "Navy" }, compareAtPrice: null, weight: null },
      ],
      seo: more.seo,
      tags: ["summer"],
      version: 1,
      updatedAt: expect.any(String),
    });
    expect((await send("GET", at(handle))).body).toEqual(made.body);
    expect((await client().send("GET", `/v1/products/${handle}`)).body.variants).toHaveLength(2);
  });

  it("is replaced: its variants are changed, added and deleted, and keep their stock and image", async () => {
    const { handle, skus } = newNames(3);
    const [a = "", b = "", c = ""] = skus;
    const { body: made } = await put(handle, productBody([a, b]));
    await setStock(a, 7);
    const image = { url: "/images/navy.svg", alt: "" };
    await send("PATCH", `/admin/v1/variants/${a}`, { body: { image } });
    const body = productBody([c, a], { title: "New title", category: "another-for-a-test" });
    const replaced = await put(handle, body);
    expect([replaced.status, replaced.headers.get("etag")]).toEqual([200, '"3"']);
    expect(replaced.body).toMatchObject({ id: made.id, title: "New title", category: "another-for-a-test" });
    expect(replaced.body.variants).toMatchObject([
      { sku: c, stock: 0, image: null },
      { sku: a, stock: 7, image },
    ]);
    expect(await run("select 1 from variant where sku = :b", { b })).toEqual([]);
    expect((await client().send("GET", `/v1/products/${handle}`)).body.title).toBe("New title");
  });

  it("changes nothing when it is put again, also with the version of before", async () => {
    const { handle, skus } = newNames();
    await put(handle, productBody(skus));
    const changed = productBody(skus, { title: "Changed" });
    const headers = { "if-match": '"1"' };
    const first = await put(handle, changed, headers);
    expect(first.body.version).toBe(2);
    const again = await put(handle, changed, headers);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await eventsOf(handle)).toEqual(["product.updated", "product.updated"]);
    expect(await auditOf(handle)).toHaveLength(2);
  });

  it("has one audit row for each change, with what changed", async () => {
    const { handle, skus } = newNames(3);
    const [a = "", b = "", c = ""] = skus;
    await put(handle, productBody([a, b]));
    await put(handle, productBody([a, b], { title: "Other" }));
    const priced = productBody([a, b], { title: "Other" });
    Object.assign(priced.variants[1] ?? {}, { sku: c });
    await put(handle, priced);
    const rows = await auditOf(handle);
    expect(rows.map(({ route, keyId: by }) => [route, by])).toEqual(
      Array(3).fill(["PUT /admin/v1/products/{handle}", keyId]),
    );
    const [created, titled, replaced] = rows;
    expect(created?.before).toBeNull();
    expect(created?.after).toMatchObject({
      title: "Linen Shirt",
      status: "active",
      variants: { [a]: { price: 2500 } },
    });
    expect(titled).toMatchObject({ before: { title: "Linen Shirt" }, after: { title: "Other" } });
    expect(Object.keys(titled?.after)).toEqual(["title"]);
    expect(replaced?.before).toEqual({
      variants: { [b]: expect.objectContaining({ size: "37" }), [c]: null },
    });
    expect(replaced?.after).toEqual({
      variants: { [b]: null, [c]: expect.objectContaining({ size: "37" }) },
    });
  });

  it("keeps its id, stock and version when it is renamed, and its former handle leads to it", async () => {
    const { handle, skus, sku } = newNames();
    const { body: made } = await put(handle, productBody(skus));
    await setStock(sku, 12);
    await run("insert into redirect (handle, target) values (:old, :handle)", { old: `a-${handle}`, handle });
    const renamed = await put(`new-${handle}`, productBody(skus, { formerHandle: handle }));
    expect(renamed.status).toBe(200);
    const [first, ...rest] = made.variants;
    const variants = [{ ...first, stock: 12 }, ...rest];
    const updatedAt = expect.any(String);
    const now = { ...made, handle: `new-${handle}`, variants, version: 2, updatedAt };
    expect(renamed.body).toEqual(now);
    // Again, as after a lost answer.
    expect((await put(`new-${handle}`, productBody(skus, { formerHandle: handle }))).body).toEqual(now);
    expect((await send("GET", at(handle))).status).toBe(404);
    const redirects = () =>
      run("select handle, target from redirect where target like :like order by handle", {
        like: `%${handle}`,
      });
    expect(await redirects()).toEqual([
      [`a-${handle}`, `new-${handle}`],
      [handle, `new-${handle}`],
    ]);
    expect(await auditOf(`new-${handle}`)).toMatchObject([
      { before: { handle }, after: { handle: `new-${handle}` } },
    ]);
    expect((await client().send("GET", `/v1/products/new-${handle}`)).status).toBe(200);
    // Back again: no redirect may lead away from the product.
    expect((await put(handle, productBody(skus, { formerHandle: `new-${handle}` }))).body.version).toBe(3);
    expect(await redirects()).toEqual([
      [`a-${handle}`, handle],
      [`new-${handle}`, handle],
    ]);
  });

  it("loses no stock: a variant with stock cannot be left out", async () => {
    const { handle, skus } = newNames();
    const [first = "", second = ""] = skus;
    const { body: before } = await put(handle, productBody(skus));
    await setStock(second, 3);
    for (const left of [[first], [first, `${second}-RENAMED`], []]) {
      const { status, body } = await put(handle, productBody(left));
      expect([status, body.code, body.skus]).toEqual([409, "catalog.has_stock", [second]]);
    }
    expect(await variant(second)).toMatchObject({ stock: 3 });
    expect((await send("GET", at(handle))).body.version).toBe(before.version);
    await setStock(second, 0);
    expect((await put(handle, productBody([first]))).body.variants).toHaveLength(1);
  });

  it("is refused with 412 if it is at another version, or does not exist", async () => {
    const { handle, skus } = newNames();
    const missing = await put(handle, productBody(skus), { "if-match": "*" });
    expect([missing.status, missing.body.code]).toEqual([412, "catalog.changed"]);
    await put(handle, productBody(skus));
    for (const tag of ['"2"', '"x"', 'W/"1"', '"2", "3"']) {
      const { status, body } = await put(handle, productBody(skus, { title: "No" }), { "if-match": tag });
      expect([tag, status, body.code]).toEqual([tag, 412, "catalog.changed"]);
    }
    for (const [i, tag] of ['"1"', "*", '"9", "3"'].entries())
      expect((await put(handle, productBody(skus, { title: `Yes ${i}` }), { "if-match": tag })).status).toBe(
        200,
      );
    expect((await send("GET", at(handle))).body.title).toBe("Yes 2");
  });

  it("is only created with If-None-Match: *, which can be repeated", async () => {
    const { handle, skus } = newNames();
    const create = { "if-none-match": "*" };
    for (const status of [201, 200])
      expect((await put(handle, productBody(skus), create)).status).toBe(status);
    const other = await put(handle, productBody(skus, { title: "Other" }), create);
    expect([other.status, other.body.code]).toEqual([412, "catalog.changed"]);
    expect((await send("GET", at(handle))).body.version).toBe(1);
  });

  it("is refused with the SKUs of another product, and with an unknown category", async () => {
    const [one, other] = [newNames(), newNames()];
    await put(one.handle, productBody(one.skus));
    const taken = await put(other.handle, productBody([other.sku, one.sku]));
    expect([taken.status, taken.body.code, taken.body.skus]).toEqual([409, "catalog.sku_taken", [one.sku]]);
    const unknown = await put(other.handle, productBody(other.skus, { category: "none" }));
    expect([unknown.status, unknown.body.code]).toEqual([404, "catalog.unknown_category"]);
    expect((await send("GET", at(other.handle))).status).toBe(404);
    expect([await eventsOf(other.handle), await auditOf(other.handle)]).toEqual([[], []]);
  });

  it.each([
    ["a title without letters", { title: " " }, "#/title"],
    ["a title that is too long", { title: "x".repeat(256) }, "#/title"],
    ["a description that is too long", { description: "衣".repeat(11_000) }, "#/description"],
    ["an unknown status", { status: "hidden" }, "#/status"],
    ["an unknown field", { stock: 3 }, "#/stock"],
    ["a script as an image", { images: [{ url: "javascript:alert(1)", alt: "" }] }, "#/images/0/url"],
    [
      "an image of another host without a scheme",
      { images: [{ url: "//evil.example", alt: "" }] },
      "#/images/0/url",
    ],
    [
      "images that are too long",
      { images: Array(20).fill({ url: `/${"x".repeat(900)}`, alt: "" }) },
      "#/images",
    ],
    [
      "an image that is too long for lists",
      { images: [{ url: "/衣".padEnd(700, "衣"), alt: "" }] },
      "#/images/0",
    ],
    [
      "a repeated SKU",
      { variants: [variantBody("A"), variantBody("A", { options: { size: "L", color: "B" } })] },
      "#/variants/1/sku",
    ],
    ["repeated options", { variants: [variantBody("A"), variantBody("B")] }, "#/variants/1/options"],
    ["a SKU with a slash", { variants: [variantBody("A/B")] }, "#/variants/0/sku"],
    ["a SKU that is a dot segment", { variants: [variantBody("..")] }, "#/variants/0/sku"],
    ["a SKU that is too long", { variants: [variantBody("x".repeat(65))] }, "#/variants/0/sku"],
    ["a negative price", { variants: [variantBody("A", { price: usd(-1) })] }, "#/variants/0/price/amount"],
    [
      "a price that is too high",
      { variants: [variantBody("A", { price: usd(2 ** 31) })] },
      "#/variants/0/price/amount",
    ],
    [
      "another currency",
      { variants: [variantBody("A", { price: { amount: 1, currency: "EUR" } })] },
      "#/variants/0/price/currency",
    ],
    [
      "a former price that is not higher",
      { variants: [variantBody("A", { compareAtPrice: usd(2500) })] },
      "#/variants/0/compareAtPrice",
    ],
    ["stock", { variants: [variantBody("A", { stock: 1 })] }, "#/variants/0/stock"],
    [
      "too many variants",
      {
        variants: Array.from({ length: 1001 }, (_, i) =>
          variantBody(`S${i}`, { options: { size: `${i}`, color: "B" } }),
        ),
      },
      "#/variants",
    ],
    [
      "options that its variants do not have",
      {
        variants: [variantBody("A")],
        options: [
          { name: "size", values: ["M"] },
          { name: "color", values: [] },
        ],
      },
      "#/options",
    ],
    ["a repeated tag", { tags: ["a", "a"] }, "#/tags/1"],
  ])("is refused with 422 if it has %s", async (_, changes, pointer) => {
    const { handle, skus } = newNames();
    const { status, body } = await put(handle, productBody(skus, changes));
    expect([status, body.errors?.[0].pointer]).toEqual([422, pointer]);
  });

  it("is refused with 422 if its handle cannot be in a path", async () => {
    for (const handle of ["x".repeat(256), " "]) {
      const { status, body } = await put(handle, productBody([]));
      expect([handle, status, body.code]).toEqual([handle, 422, "request.invalid"]);
      expect(body.errors).toEqual([{ pointer: "{handle}", message: expect.any(String) }]);
    }
  });

  it.each(["PUT", "GET", "DELETE"])(
    "is not found by %s at a path with an encoded question mark",
    async (method) => {
      const { handle, skus } = newNames();
      await put(handle, productBody(skus));
      const body = method === "PUT" ? productBody([]) : undefined;
      const answer = await send(method, `/admin/v1/products/${handle}%3Fx`, { body });
      expect([answer.status, answer.body.code]).toEqual([404, "route.unknown"]);
      expect((await send("GET", `/admin/v1/products/${handle}`)).body.variants).toHaveLength(skus.length);
    },
  );

  it("keeps a number sign in its handle", async () => {
    const { handle } = newNames();
    expect((await put(`${handle}#b`, productBody([]))).body.handle).toBe(`${handle}#b`);
    expect((await send("GET", `/admin/v1/products/${handle}`)).status).toBe(404);
  });

  it("holds 1,000 variants with the longest texts, and is refused with 413 above 1 MB", async () => {
    const { handle, skus } = newNames(1000);
    const variants = skus.map((sku, i) =>
      variantBody(sku, { options: { size: `${i}`.padEnd(64, "衣"), color: "衣".repeat(64) } }),
    );
    const images = Array(8).fill({ url: `/${"x".repeat(1_500)}`.slice(0, 1_000), alt: '"'.repeat(400) });
    const longest = productBody([], {
      title: "衣".repeat(255),
      description: "x".repeat(32_768),
      images,
      seo: { title: "衣".repeat(255), description: "衣".repeat(500) },
      tags: Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(50, "衣")),
      variants,
    });
    const made = await put(handle, longest);
    expect([made.status, made.body.variants?.length]).toEqual([201, 1000]);
    const image = { url: `/${"x".repeat(999)}`, alt: "x".repeat(500) };
    await run("update variant set image = :image::jsonb where product_id = :id", {
      image: JSON.stringify(image),
      id: made.body.id,
    });
    const read = await send("GET", at(handle));
    expect(read.body.variants.map(({ sku }: { sku: string }) => sku)).toEqual(skus);
    const { status, body } = await put(handle, JSON.stringify({ title: "x".repeat(1024 * 1024) }));
    expect([status, body.code]).toEqual([413, "request.too_large"]);
  }, 120_000);
});

it("other routes still refuse a body over 64 KB", async () => {
  const { status, body } = await send("PUT", "/admin/v1/categories/large", {
    body: { title: "x".repeat(70_000), position: 1 },
  });
  expect([status, body.code]).toEqual([413, "request.too_large"]);
});

describe("the list of products", () => {
  it("finds products by words, handle and SKU, of every status, the newest first", async () => {
    const word = `word${crypto.randomUUID().slice(0, 8)}`;
    const [one, two, three] = [newNames(), newNames(), newNames(0)];
    await put(one.handle, productBody(one.skus, { title: `Shirt ${word}` }));
    await put(two.handle, productBody(two.skus, { title: `Coat ${word}`, status: "draft" }));
    await put(three.handle, productBody([], { description: `With ${word}`, status: "archived" }));
    const list = async (query: string) =>
      (await send("GET", `/admin/v1/products?${query}`)).body.data.map(
        ({ handle }: { handle: string }) => handle,
      );
    const { handle, sku } = one;
    expect((await list(`q=${word}`)).sort()).toEqual([handle, two.handle, three.handle].sort());
    expect(await list(`q=coats+${word}`)).toEqual([two.handle]);
    expect(await list(`q=${handle}`)).toEqual([handle]);
    expect(await list(`q=${sku}&category=made-for-a-test`)).toEqual([handle]);
    expect(await list(`q=${sku}&category=none`)).toEqual([]);
    expect(await list(`q=${word}&status=draft`)).toEqual([two.handle]);
    expect(await list(`q=${word}&status=archived`)).toEqual([three.handle]);
    expect(await list(`q=${word}&status=active`)).toEqual([handle]);
    const { data } = (await send("GET", `/admin/v1/products?q=${handle}`)).body;
    expect(data).toEqual([
      {
        id: expect.any(String),
        handle,
        title: `Shirt ${word}`,
        category: "made-for-a-test",
        status: "active",
        image: { url: "/images/linen.svg", alt: "A shirt" },
        variantCount: 2,
        priceFrom: usd(2500),
        stock: 0,
        updatedAt: expect.any(String),
      },
    ]);
  });

  it("is read page by page", async () => {
    const { body: both } = await send("GET", "/admin/v1/products?limit=2");
    const { body: first } = await send("GET", "/admin/v1/products?limit=1");
    const { body: second } = await send("GET", `/admin/v1/products?limit=1&cursor=${first.nextCursor}`);
    expect([first.data[0].id, second.data[0].id]).toEqual(both.data.map(({ id }: { id: string }) => id));
    expect(first.data[0].id > second.data[0].id).toBe(true);
    for (const wrong of ["cursor=abc", "status=hidden", "limit=101", "sort=price"])
      expect((await send("GET", `/admin/v1/products?${wrong}`)).status).toBe(422);
  });
});

describe("a product that is not active", () => {
  it.each(["draft", "archived"])("is invisible to shoppers everywhere if it is %s", async (status) => {
    const category = `hidden-${crypto.randomUUID()}`;
    await createCategory(category);
    const { handle, skus, sku } = newNames();
    const word = `word${crypto.randomUUID().slice(0, 8)}`;
    const body = productBody(skus, { category, title: `Shirt ${word}` });
    await put(handle, body);
    await setStock(sku, 5);
    const shopper = client();
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    await put(handle, { ...body, status });
    const found = async (query: string) =>
      (await shopper.send("GET", `/v1/products?${query}`)).body.data.length;
    // Common pages of this category are in no cache yet.
    for (const query of [
      `category=${category}`,
      `category=${category}&sort=price`,
      `q=${word}`,
      `q=${word}&size=36`,
    ])
      expect([query, await found(query)]).toEqual([query, 0]);
    expect(await run("select product_count from category where handle = :category", { category })).toEqual([
      [0],
    ]);
    expect((await shopper.send("GET", `/v1/products/${handle}`)).status).toBe(404);
    expect((await shopper.send("GET", `/v1/variants/${sku}/availability`)).status).toBe(404);
    const add = await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    expect([add.status, add.body.code]).toEqual([404, "catalog.unknown_sku"]);
    const { body: cart } = await shopper.send("GET", "/v1/cart");
    expect([cart.lines[0].available, cart.warnings.length, cart.subtotal.amount]).toEqual([false, 1, 0]);
    const order = await shopper.send("POST", "/v1/orders", { body: orderOf(2500), headers: keyed() });
    expect([order.status, order.body.code]).toEqual([409, "checkout.item_unavailable"]);
    expect((await variant(sku)).stock).toBe(5);
    // A change of its variants does not show it, and the next status does.
    await setStock(sku, 6);
    await setStock(sku, 0);
    await setStock(sku, 3);
    expect(
      await run(
        "select price_from is null and not available and facets = '{}' from product where handle = :handle",
        { handle },
      ),
    ).toEqual([[true]]);
    await put(handle, { ...body, status: "active" });
    expect([await found(`q=${word}`), await found(`q=${word}&size=36&inStock=true`)]).toEqual([1, 1]);
    expect(await run("select product_count from category where handle = :category", { category })).toEqual([
      [1],
    ]);
    expect((await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } })).status).toBe(200);
  });
});

describe("a product that is deleted", () => {
  it("is gone with its variants and redirects", async () => {
    const { handle, skus, sku } = newNames();
    await put(handle, productBody(skus));
    await setStock(sku, 2);
    await send("PUT", `/admin/v1/redirects/old-${handle}`, { body: { to: handle } });
    expect((await send("DELETE", at(handle))).status).toBe(204);
    expect(await run("select 1 from variant where sku = :sku", { sku })).toEqual([]);
    expect(await run("select 1 from redirect where target = :handle", { handle })).toEqual([]);
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await send(method, at(handle));
      expect([method, status, body.code]).toEqual([method, 404, "catalog.unknown_product"]);
    }
    expect((await client().send("GET", `/v1/products/${handle}`)).status).toBe(404);
    expect(await eventsOf(handle)).toEqual(["product.updated", "product.updated"]);
    const [, row] = await auditOf(handle);
    expect(row).toMatchObject({
      before: { status: "active", variants: { [sku]: { stock: 2 } } },
      after: null,
    });
  });

  it("is archived if it was ordered, once", async () => {
    const { handle, skus, sku } = newNames();
    await put(handle, productBody(skus));
    await setStock(sku, 2);
    const shopper = client();
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const order = await shopper.send("POST", "/v1/orders", { body: orderOf(2500), headers: keyed() });
    expect(order.status).toBe(201);
    for (let i = 0; i < 2; i++) expect((await send("DELETE", at(handle))).status).toBe(204);
    const { body } = await send("GET", at(handle));
    expect([body.status, body.variants.length, body.version]).toEqual(["archived", 2, 2]);
    expect(await auditOf(handle)).toMatchObject([
      {},
      { before: { status: "active" }, after: { status: "archived" } },
    ]);
    // Its order can still be canceled.
    const { status } = await shopper.send("POST", `/v1/orders/${order.body.id}/cancellation`);
    expect([status, (await variant(sku)).stock]).toEqual([201, 2]);
    expect((await client().send("GET", `/v1/products/${handle}`)).status).toBe(404);
  });
});
