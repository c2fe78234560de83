import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { auditOf, createCategory, newNames, productBody } from "../../support/catalog-edits.ts";
import { client } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";

let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  ({ send } = await admin(["catalog:read", "catalog:write"]));
  await createCategory();
});
const name = () => newNames().handle.slice(0, 64);

describe("a category", () => {
  const at = (handle: string) => `/admin/v1/categories/${encodeURIComponent(handle)}`;
  const put = (handle: string, changes: object = {}) =>
    send("PUT", at(handle), { body: { title: "Shirts", position: 2_000, ...changes } });

  it("is created, replaced and shown to shoppers", async () => {
    const [handle, parent] = [name(), name()];
    const made = await put(handle);
    const plain = {
      handle,
      title: "Shirts",
      description: "",
      image: null,
      position: 2_000,
      parent: null,
      seo: null,
      productCount: 0,
    };
    expect([made.status, made.body]).toEqual([201, plain]);
    await put(parent);
    const image = { url: "/images/shirts.svg", alt: "" };
    const seo = { title: "Blouses for everyone" };
    const more = { title: "Blouses", description: "All of them.", image, parent, position: 1_999, seo };
    for (let i = 0; i < 2; i++) {
      const replaced = await put(handle, more);
      expect([replaced.status, replaced.body]).toEqual([200, { handle, productCount: 0, ...more }]);
    }
    const { body } = await client().send("GET", "/v1/categories");
    const shown = {
      ...{ handle, title: "Blouses", description: "All of them.", image, parent, productCount: 0 },
      seo: { title: "Blouses for everyone", description: "All of them." },
    };
    expect(body.data).toContainEqual(shown);
    const one = await client().send("GET", `/v1/categories/${handle}`);
    expect([one.status, one.body]).toEqual([200, shown]);
    expect(await auditOf(handle)).toMatchObject([
      { before: null, after: { title: "Shirts", parent: null } },
      { before: { title: "Shirts", parent: null }, after: { title: "Blouses", parent } },
    ]);
  });

  it("is never above itself", async () => {
    const [a, b, c] = [name(), name(), name()];
    await put(a);
    await put(b, { parent: a });
    await put(c, { parent: b });
    for (const parent of [a, b, c]) {
      const { status, body } = await put(a, { parent });
      expect([status, body.code]).toEqual([422, "catalog.category_cycle"]);
    }
    expect((await put(c, { parent: a })).status).toBe(200);
    const unknown = await put(a, { parent: "none" });
    expect([unknown.status, unknown.body.code]).toEqual([404, "catalog.unknown_category"]);
    const itself = name();
    expect((await put(itself, { parent: itself })).status).toBe(404);
  });

  it("is deleted only if it is empty", async () => {
    const [handle, below] = [name(), name()];
    await put(handle);
    await put(below, { parent: handle });
    const remove = async (handle: string) => {
      const { status, body } = await send("DELETE", at(handle));
      return [status, body.code];
    };
    expect(await remove(handle)).toEqual([409, "catalog.category_not_empty"]);
    const names = newNames();
    await send("PUT", `/admin/v1/products/${names.handle}`, {
      body: productBody([], { category: below, status: "draft" }),
    });
    expect(await remove(below)).toEqual([409, "catalog.category_not_empty"]);
    await send("DELETE", `/admin/v1/products/${names.handle}`);
    expect(await remove(below)).toEqual([204, undefined]);
    expect(await remove(handle)).toEqual([204, undefined]);
    expect(await remove(handle)).toEqual([404, "catalog.unknown_category"]);
    expect((await auditOf(handle)).at(-1)).toMatchObject({ before: { title: "Shirts" }, after: null });
    const { data } = (await client().send("GET", "/v1/categories")).body;
    expect(data.map(({ handle }: { handle: string }) => handle)).not.toContain(handle);
  });

  it("is listed in its order, page by page", async () => {
    for (let i = 0; i < 3; i++) await put(name(), { position: 2_000 - i });
    const all: { position: number; handle: string }[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await send("GET", `/admin/v1/categories?limit=2${cursor && `&cursor=${cursor}`}`);
      all.push(...body.data);
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    const key = ({ position, handle }: { position: number; handle: string }) =>
      `${String(position).padStart(9, "0")} ${handle}`;
    expect(all.map(key)).toEqual(all.map(key).sort());
    expect(new Set(all.map(({ handle }) => handle)).size).toBe(all.length);
    expect((await send("GET", "/admin/v1/categories?cursor=abc")).status).toBe(422);
  });

  it.each([
    [{ title: "" }, "#/title"],
    [{ position: -1 }, "#/position"],
    [{ position: 2 ** 31 }, "#/position"],
    [{ description: "x".repeat(4_001) }, "#/description"],
    [{ image: { url: "x", alt: "" } }, "#/image/url"],
    [{ parent: "a/b" }, "#/parent"],
    [{ handle: "other" }, "#/handle"],
  ])("is refused with 422 for %j", async (changes, pointer) => {
    const { status, body } = await put(name(), changes);
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it("is refused with 422 if its handle is too long or cannot be in a path", async () => {
    for (const handle of ["x".repeat(65), " "]) expect((await put(handle)).status).toBe(422);
  });
});

describe("a redirect", () => {
  const at = (handle: string) => `/admin/v1/redirects/${encodeURIComponent(handle)}`;
  const put = (handle: string, to: unknown) => send("PUT", at(handle), { body: { to } });

  it("is stored, replaced, listed and deleted", async () => {
    const [one, other] = [await product(), await product()];
    const handle = name();
    const made = await put(handle, one.handle);
    expect([made.status, made.body]).toEqual([201, { handle, to: one.handle }]);
    for (let i = 0; i < 2; i++) expect((await put(handle, other.handle)).status).toBe(200);
    const list: unknown[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await send("GET", `/admin/v1/redirects?limit=1${cursor && `&cursor=${cursor}`}`);
      list.push(...body.data);
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    expect(list).toContainEqual({ handle, to: other.handle });
    expect((await send("DELETE", at(handle))).status).toBe(204);
    const gone = await send("DELETE", at(handle));
    expect([gone.status, gone.body.code]).toEqual([404, "catalog.unknown_redirect"]);
    expect((await auditOf(handle)).map(({ before, after }) => [before, after])).toEqual([
      [null, { to: one.handle }],
      [{ to: one.handle }, { to: other.handle }],
      [{ to: other.handle }, null],
    ]);
  });

  async function draft() {
    const { handle } = await product();
    await run("update product set status = 'draft' where handle = :handle", { handle });
    return handle;
  }

  it("is refused with 409 at the handle of an active product, and no active product is created at its handle", async () => {
    const [one, other, handle] = [(await product()).handle, (await product()).handle, name()];
    const refused = await put(one, other);
    expect([refused.status, refused.body.code]).toEqual([409, "catalog.handle_taken"]);
    expect(await auditOf(one)).toEqual([]);
    expect((await put(handle, one)).status).toBe(201);
    const create = () => send("PUT", `/admin/v1/products/${handle}`, { body: productBody(newNames(1).skus) });
    const created = await create();
    expect([created.status, created.body.code]).toEqual([409, "catalog.handle_taken"]);
    expect((await send("DELETE", at(handle))).status).toBe(204);
    expect((await create()).status).toBe(201);
  });

  it("may have the handle of a draft, which then cannot become active", async () => {
    const { handle } = newNames();
    const { handle: to } = await product();
    const save = (status: string) =>
      send("PUT", `/admin/v1/products/${handle}`, { body: productBody([], { status }) });
    expect((await save("draft")).status).toBe(201);
    expect((await put(handle, to)).status).toBe(201);
    expect((await save("active")).body.code).toBe("catalog.handle_taken");
    expect((await save("archived")).status).toBe(200);
  });

  it("never leads back", async () => {
    const [a, b, c] = await Promise.all([draft(), draft(), draft()]);
    expect((await put(a, a)).body.code).toBe("catalog.redirect_loop");
    expect((await put(a, b)).status).toBe(201);
    expect((await put(b, c)).status).toBe(201);
    for (const to of [a, b]) {
      const { status, body } = await put(c, to);
      expect([status, body.code]).toEqual([422, "catalog.redirect_loop"]);
    }
    expect((await put(b, a)).status).toBe(422);
    expect((await put(a, c)).status).toBe(200);
  });

  it("needs a product to lead to, and a handle that can be in a path", async () => {
    const unknown = await put(name(), "none");
    expect([unknown.status, unknown.body.code]).toEqual([404, "catalog.unknown_product"]);
    const { handle } = await product();
    for (const [from, to] of [
      [" ", handle],
      [name(), "a/b"],
      [name(), 1],
    ])
      expect((await put(String(from), to)).status).toBe(422);
    expect((await send("GET", `/admin/v1/redirects?cursor=AA`)).status).toBe(422);
  });
});
