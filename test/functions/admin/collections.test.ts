import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { auditOf, newNames } from "../../support/catalog-edits.ts";
import { client } from "../../support/client.ts";
import { type CreatedProduct, product, run } from "../../support/products.ts";

let send: Awaited<ReturnType<typeof admin>>["send"];
/** Of three products. */
let made: CreatedProduct[];
beforeAll(async () => {
  ({ send } = await admin(["catalog:read", "catalog:write"]));
  made = [await product(), await product(), await product()];
});

const name = () => newNames().handle;
const at = (handle: string) => `/admin/v1/collections/${encodeURIComponent(handle)}`;
const put = (handle: string, changes: object = {}, headers: Record<string, string> = {}) =>
  send("PUT", at(handle), { body: { title: "Summer", products: handles(), ...changes }, headers });
const handles = (order = [0, 1, 2]) => order.map((i) => made[i]?.handle ?? "");
const shopper = async (path: string) => (await client().send("GET", `/v1/${path}`)).body;
const listed = async (handle: string, more = "") =>
  (await shopper(`products?collection=${handle}${more}`)).data.map((one: CreatedProduct) => one.handle);

describe("a collection", () => {
  it("is created, replaced and shown to shoppers", async () => {
    const handle = name();
    const created = await put(handle, { products: [made[1]?.handle, made[0]?.id] });
    const products = [1, 0].map((i) => ({
      ...{ id: made[i]?.id, handle: made[i]?.handle, status: "active" },
      title: expect.stringContaining("Garment"),
      image: { url: `/images/${made[i]?.handle}.svg`, alt: expect.any(String) },
    }));
    const plain = { handle, title: "Summer", description: "", image: null, position: 0, seo: null };
    expect([created.status, created.body]).toEqual([
      201,
      { ...plain, productCount: 2, version: 1, products },
    ]);
    expect(created.headers.get("etag")).toBe('"1"');
    expect((await send("GET", at(handle))).body).toEqual(created.body);
    const image = { url: "/images/summer.svg", alt: "" };
    const seo = { title: "Summer clothes" };
    const more = { title: "Warm days", description: "Light things.", image, position: 7, seo };
    for (let i = 0; i < 2; i++) {
      const replaced = await put(handle, { ...more, products: handles([2, 0, 1]) });
      expect([replaced.status, replaced.body]).toMatchObject([200, { ...more, version: 2, productCount: 3 }]);
      expect(replaced.headers.get("etag")).toBe('"2"');
    }
    const shown = {
      ...{ handle, title: "Warm days", description: "Light things.", image, productCount: 3 },
      seo: { title: "Summer clothes", description: "Light things." },
    };
    expect((await shopper("collections")).data).toContainEqual(shown);
    expect(await shopper(`collections/${handle}`)).toEqual(shown);
    expect(await listed(handle)).toEqual(handles([2, 0, 1]));
    const [ids, others] = [
      [1, 0],
      [2, 0, 1],
    ].map((order) => order.map((i) => made[i]?.id));
    expect((await auditOf(handle)).map(({ before, after }) => [before, after])).toEqual([
      [null, expect.objectContaining({ title: "Summer", products: ids })],
      [
        { title: "Summer", description: "", image: null, position: 0, seo: null, products: ids },
        { ...more, products: others },
      ],
    ]);
  });

  it("is empty, or has products that are in other collections, too", async () => {
    const [one, other, empty] = [name(), name(), name()];
    await put(one, { products: handles([0, 1]) });
    await put(other, { products: handles([1, 2]) });
    expect((await put(empty, { products: [] })).body).toMatchObject({ productCount: 0, products: [] });
    expect([await listed(one), await listed(other), await listed(empty)]).toEqual([
      handles([0, 1]),
      handles([1, 2]),
      [],
    ]);
    expect(await listed("no-such-collection")).toEqual([]);
  });

  it("keeps drafts and archived products in their places, but shows them to nobody", async () => {
    const [handle, { id, handle: hidden }] = [name(), await product()];
    await put(handle, { products: [made[0]?.handle, hidden, made[1]?.handle] });
    for (const status of ["draft", "archived"]) {
      await run("update product set status = :status where id = :id", { status, id });
      const { body } = await send("GET", at(handle));
      expect(body.productCount).toBe(2);
      expect(body.products[1]).toMatchObject({ id, status });
      // A new instance would read it from the shared cache. A list that no test has asked for is not in it.
      expect(await listed(handle, `&limit=${status.length}`)).toEqual(handles([0, 1]));
    }
    expect((await put(handle, { title: "T", products: [made[0]?.handle, hidden] })).status).toBe(200);
    expect(await shopper(`collections/${handle}`)).toMatchObject({ productCount: 1 });
    await run("update product set status = 'active' where id = :id", { id });
    expect(await listed(handle, "&limit=9")).toEqual([made[0]?.handle, hidden]);
    await send("DELETE", `/admin/v1/products/${hidden}`);
    expect((await send("GET", at(handle))).body.products).toHaveLength(1);
    expect(await listed(handle, "&limit=10")).toEqual(handles([0]));
  });

  it("is deleted, and its products stay", async () => {
    const handle = name();
    await put(handle);
    expect((await send("DELETE", at(handle))).status).toBe(204);
    for (const method of ["DELETE", "GET"]) {
      const { status, body } = await send(method, at(handle));
      expect([status, body.code]).toEqual([404, "catalog.unknown_collection"]);
    }
    expect((await auditOf(handle)).at(-1)).toMatchObject({ before: { title: "Summer" }, after: null });
    expect(await shopper(`collections/${handle}`)).toMatchObject({
      status: 404,
      code: "catalog.unknown_collection",
    });
    expect(await shopper(`products/${made[0]?.handle}`)).toMatchObject({ id: made[0]?.id });
  });

  it("is listed in its order, page by page", async () => {
    const mine = [name(), name(), name()];
    for (const [i, handle] of mine.entries()) await put(handle, { position: 2_000 - i });
    const all: { position: number; handle: string }[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await send("GET", `/admin/v1/collections?limit=2${cursor && `&cursor=${cursor}`}`);
      all.push(...body.data);
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    const key = ({ position, handle }: { position: number; handle: string }) =>
      `${String(position).padStart(9, "0")} ${handle}`;
    expect(all.map(key)).toEqual(all.map(key).sort());
    expect(all).toContainEqual(
      expect.objectContaining({ position: 2_000, title: "Summer", productCount: 3, version: 1 }),
    );
    const shown = (await shopper("collections")).data.map(({ handle }: { handle: string }) => handle);
    expect(shown.filter((handle: string) => mine.includes(handle))).toEqual(mine.toReversed());
  });

  it("is refused with 422 that names each unknown and each repeated product", async () => {
    const handle = name();
    const products = [made[0]?.handle, "none", made[1]?.id, made[0]?.id, `prod_${"0".repeat(26)}`];
    const { status, body } = await put(handle, { products });
    expect([status, body.code]).toEqual([422, "request.invalid"]);
    expect(body.errors).toEqual([
      { pointer: "#/products/1", message: "is not the handle or ID of a product" },
      { pointer: "#/products/4", message: "is not the handle or ID of a product" },
      { pointer: "#/products/3", message: "is in the list already" },
    ]);
    const repeated = await put(handle, { products: handles([0, 1, 0]) });
    expect([repeated.status, repeated.body.errors?.[0].pointer]).toEqual([422, "#/products/2"]);
    expect([(await send("GET", at(handle))).status, await auditOf(handle)]).toEqual([404, []]);
  });

  it.each([
    [{ title: "" }, "#/title"],
    [{ position: -1 }, "#/position"],
    [{ description: "x".repeat(4_001) }, "#/description"],
    [{ image: { url: "x", alt: "" } }, "#/image/url"],
    [{ products: undefined }, "#/products"],
    [{ products: [""] }, "#/products/0"],
    [{ products: Array.from({ length: 201 }, (_, i) => `p${i}`) }, "#/products"],
    [{ handle: "other" }, "#/handle"],
  ])("is refused with 422 for %j", async (changes, pointer) => {
    const { status, body } = await put(name(), changes);
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it("is refused with 422 if its handle is too long or cannot be in a path", async () => {
    for (const handle of ["x".repeat(65), " "]) expect((await put(handle)).status).toBe(422);
  });
});

describe("concurrent edits of a collection", () => {
  it("are refused with 412 if another one came first, and a repeated request is not", async () => {
    const handle = name();
    expect((await put(handle, {}, { "if-match": '"1"' })).body.code).toBe("catalog.changed");
    await put(handle);
    const match = { "if-match": '"1"' };
    for (let i = 0; i < 2; i++) expect((await put(handle, { title: "Mine" }, match)).body.version).toBe(2);
    const late = await put(handle, { title: "Late" }, match);
    expect([late.status, late.body.code]).toEqual([412, "catalog.changed"]);
    expect((await put(handle, { title: "Any" }, { "if-match": "*" })).body.version).toBe(3);
    const second = await put(handle, { title: "New" }, { "if-none-match": "*" });
    expect([second.status, second.body.code]).toEqual([412, "catalog.changed"]);
    expect((await put(name(), {}, { "if-none-match": "*" })).status).toBe(201);
  });

  it("of one version: exactly one wins", async () => {
    const handle = name();
    await put(handle);
    const orders = [
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const answers = await Promise.all(
      orders.map((order) => put(handle, { products: handles(order) }, { "if-match": '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const won = orders[answers.findIndex(({ status }) => status === 200)];
    const { body } = await send("GET", at(handle));
    expect([body.version, body.products.map((one: CreatedProduct) => one.handle)]).toEqual([2, handles(won)]);
  });

  it("without a version: all are made, one after another, also the first", async () => {
    const handle = name();
    const orders = [
      [0, 2],
      [1, 0],
      [1, 2],
      [2, 0],
      [2, 1],
    ];
    const answers = await Promise.all(orders.map((order) => put(handle, { products: handles(order) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect((await send("GET", at(handle))).body.version).toBe(5);
    const log = await auditOf(handle);
    expect(log).toHaveLength(5);
    for (const [i, { before }] of log.entries())
      if (i > 0) expect(before.products).toEqual(log[i - 1]?.after.products);
  });
});
