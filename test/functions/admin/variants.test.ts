import { beforeAll, describe, expect, it } from "vitest";
import { admin, withKey } from "../../support/admin.ts";
import { keyed } from "../../support/bodies.ts";
import {
  auditOf,
  createCategory,
  eventsOf,
  newNames,
  productBody,
  usd,
} from "../../support/catalog-edits.ts";
import { client } from "../../support/client.ts";
import { product, run, setStock, variant } from "../../support/products.ts";

const at = (sku: string, rest = "") => `/admin/v1/variants/${encodeURIComponent(sku)}${rest}`;
let send: Awaited<ReturnType<typeof admin>>["send"];
let keyId: string;
beforeAll(async () => {
  ({ send, id: keyId } = await admin(["catalog:read", "catalog:write", "stock:write"]));
});

describe("a variant that is patched", () => {
  const patch = (sku: string, body: unknown) => send("PATCH", at(sku), { body });

  it("changes the given fields, the product's version, and what shoppers see", async () => {
    const { sku, handle } = await product({ price: 2500, stock: 4 });
    await client().send("GET", `/v1/products/${handle}`);
    const image = { url: "https://cdn.example/red.avif", alt: "Red" };
    const changed = await patch(sku, { price: usd(1900), compareAtPrice: usd(2500), image });
    const common = { sku, options: { size: "M", color: "Black" }, weight: null, stock: 4, lowStock: 5 };
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...common, price: usd(1900), compareAtPrice: usd(2500), image },
    ]);
    const kept = await patch(sku, { image: null });
    expect(kept.body).toEqual({ ...common, price: usd(1900), compareAtPrice: usd(2500), image: null });
    expect((await patch(sku, { compareAtPrice: null })).body.compareAtPrice).toBeNull();
    const { body } = await send("GET", `/admin/v1/products/${handle}`);
    expect([body.version, body.variants[0].price]).toEqual([4, usd(1900)]);
    const shown = await client().send("GET", `/v1/products/${handle}`);
    expect(shown.body.variants[0]).toMatchObject({ price: usd(1900), compareAtPrice: null });
  });

  it("is recorded once, however often the request is repeated", async () => {
    const { sku, handle } = await product({ price: 2500 });
    for (let i = 0; i < 3; i++) expect((await patch(sku, { price: usd(2600) })).status).toBe(200);
    expect((await patch(sku, {})).status).toBe(200);
    expect(await eventsOf(handle)).toEqual(["product.updated"]);
    expect(await auditOf(sku)).toEqual([
      {
        route: "PATCH /admin/v1/variants/{sku}",
        keyId,
        before: { price: 2500, compareAtPrice: null, image: null, lowStock: 5 },
        after: { price: 2600, compareAtPrice: null, image: null, lowStock: 5 },
      },
    ]);
  });

  it("has a limit for the event stock.low, which an edit of its product keeps", async () => {
    const { sku, handle } = await product({ stock: 9 });
    expect((await patch(sku, { lowStock: 8 })).body.lowStock).toBe(8);
    expect((await send("GET", `/admin/v1/products/${handle}`)).body.variants[0].lowStock).toBe(8);
    const moved = { delta: -1, reason: "damaged" };
    expect((await send("POST", at(sku, "/stock-movements"), { body: moved })).status).toBe(201);
    expect(await eventsOf(sku)).toEqual(["stock.low"]);
    for (const lowStock of [-1, 1.5, null]) expect((await patch(sku, { lowStock })).status).toBe(422);
  });

  it("is refused with 422 if the former price would not be higher", async () => {
    const { sku } = await product({ price: 2500 });
    await patch(sku, { compareAtPrice: usd(3000) });
    for (const body of [{ price: usd(3000) }, { compareAtPrice: usd(2500) }, { compareAtPrice: usd(100) }]) {
      const { status, body: problem } = await patch(sku, body);
      expect([status, problem.errors[0].pointer]).toEqual([422, "#/compareAtPrice"]);
    }
    expect((await variant(sku)).price).toBe(2500);
  });

  it.each([
    [{ price: 100 }, "#/price"],
    [{ price: usd(2 ** 31) }, "#/price/amount"],
    [{ stock: 1 }, "#/stock"],
    [{ image: { url: "red.png", alt: "" } }, "#/image/url"],
    [{ image: { url: "/red.png" } }, "#/image/alt"],
  ])("is refused with 422 for %j", async (body, pointer) => {
    const { sku } = await product();
    const answer = await patch(sku, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

it("every route of a variant refuses an unknown SKU with 404", async () => {
  for (const sku of ["NONE", "x".repeat(300), "\u0001"]) {
    for (const [method, rest, body, headers] of [
      ["PATCH", "", { price: usd(1) }],
      ["GET", "/stock", undefined],
      ["PUT", "/stock", { quantity: 1 }, { "if-match": "*" }],
      ["GET", "/stock-movements", undefined],
      ["POST", "/stock-movements", { delta: 1, reason: "received" }],
    ] as const) {
      const answer = await send(method, at(sku, rest), { body, headers: { ...headers } });
      expect([method, rest, answer.status, answer.body.code]).toEqual([
        method,
        rest,
        404,
        "catalog.unknown_sku",
      ]);
    }
  }
});

describe("a stock movement", () => {
  const move = (sku: string, body: unknown, headers?: Record<string, string>) =>
    send("POST", at(sku, "/stock-movements"), { body, ...(headers && { headers }) });

  it("adds to the stock and is listed with its author, the newest first", async () => {
    const { sku } = await product({ stock: 10 });
    const received = await move(sku, { delta: 5, reason: "received", note: "Box 7" });
    expect(received.status).toBe(201);
    const author = { keyId, keyName: "Test" };
    const first = { sku, delta: 5, stock: 15, reason: "received", note: "Box 7", ...author };
    expect(received.body).toEqual({
      id: expect.stringMatching(/^mov_/),
      createdAt: expect.any(String),
      ...first,
    });
    const damaged = await move(sku, { delta: -2, reason: "damaged" });
    expect(damaged.body).toMatchObject({ delta: -2, stock: 13, note: null });
    expect((await variant(sku)).stock).toBe(13);
    const { body: list } = await send("GET", at(sku, "/stock-movements"));
    expect(list).toEqual({ data: [damaged.body, received.body], nextCursor: null });
    expect((await auditOf(sku)).map(({ before, after }) => [before, after])).toEqual([
      [{ stock: 10 }, { stock: 15, reason: "received", note: "Box 7" }],
      [{ stock: 15 }, { stock: 13, reason: "damaged", note: null }],
    ]);
    const { body: page } = await send("GET", at(sku, "/stock-movements?limit=1"));
    const { body: next } = await send("GET", at(sku, `/stock-movements?limit=1&cursor=${page.nextCursor}`));
    expect([page.data, next]).toEqual([[damaged.body], { data: [received.body], nextCursor: null }]);
    expect((await send("GET", at(sku, "/stock-movements?cursor=abc"))).status).toBe(422);
  });

  it("lists nothing for a variant without movements", async () => {
    const { sku } = await product();
    expect((await send("GET", at(sku, "/stock-movements"))).body).toEqual({ data: [], nextCursor: null });
  });

  it("counts once for each key, and again without one", async () => {
    const { sku } = await product({ stock: 10 });
    const body = { delta: 3, reason: "received" };
    const headers = keyed();
    const first = await move(sku, body, headers);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    await move(sku, { delta: 1, reason: "correction" });
    const again = await move(sku, body, headers);
    expect([again.status, again.body, again.headers.get("idempotent-replayed")]).toEqual([
      201,
      first.body,
      "true",
    ]);
    expect((await variant(sku)).stock).toBe(14);
    expect(await auditOf(sku)).toHaveLength(2);
    const other = await move(sku, { ...body, delta: 4 }, headers);
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
    await Promise.all([move(sku, body), move(sku, body)]);
    expect((await variant(sku)).stock).toBe(20);
    // The keys of another clerk are not ours.
    const { secret } = await admin(["stock:write"]);
    await withKey(secret)("POST", at(sku, "/stock-movements"), { body, headers });
    expect((await variant(sku)).stock).toBe(23);
  });

  it("counts once if requests with one key come at once", async () => {
    const { sku } = await product({ stock: 10 });
    const headers = keyed();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => move(sku, { delta: 3, reason: "received" }, headers)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await variant(sku)).stock).toBe(13);
  });

  it("never leaves less than nothing, or more than the database can hold", async () => {
    const { sku } = await product({ stock: 2 });
    const low = await move(sku, { delta: -3, reason: "damaged" });
    expect([low.status, low.body.code]).toEqual([409, "stock.below_zero"]);
    const high = await move(sku, { delta: 2_147_483_647, reason: "received" });
    expect([high.status, high.body.errors[0].pointer]).toEqual([422, "#/delta"]);
    expect([(await variant(sku)).stock, await auditOf(sku)]).toEqual([2, []]);
    expect((await move(sku, { delta: -2, reason: "damaged" })).body.stock).toBe(0);
  });

  it.each([
    [{ delta: 0, reason: "received" }, "#/delta"],
    [{ delta: 1.5, reason: "received" }, "#/delta"],
    [{ delta: 2 ** 31, reason: "received" }, "#/delta"],
    [{ delta: 1, reason: "sold" }, "#/reason"],
    [{ delta: 1, reason: "received", note: "x".repeat(501) }, "#/note"],
    [{ delta: 1, reason: "received", at: "now" }, "#/at"],
  ])("is refused with 422 for %j", async (body, pointer) => {
    const { sku } = await product();
    const answer = await move(sku, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe("a counted stock", () => {
  const count = (sku: string, quantity: unknown, tag?: string) =>
    send("PUT", at(sku, "/stock"), {
      body: { quantity },
      headers: tag === undefined ? {} : { "if-match": tag },
    });
  const tagOf = async (sku: string) => (await send("GET", at(sku, "/stock"))).headers.get("etag") ?? "";

  it("is set and recorded as a movement", async () => {
    const { sku } = await product({ stock: 10 });
    const counted = await count(sku, 8, await tagOf(sku));
    expect([counted.status, counted.body]).toEqual([200, { sku, quantity: 8 }]);
    expect(counted.headers.get("etag")).toBe(await tagOf(sku));
    const { data } = (await send("GET", at(sku, "/stock-movements"))).body;
    expect(data).toMatchObject([{ delta: -2, stock: 8, reason: "counted", keyId }]);
    // As many as before: nothing to record.
    expect((await count(sku, 8, await tagOf(sku))).status).toBe(200);
    expect(await auditOf(sku)).toHaveLength(1);
  });

  it("is refused with 412 after a sale and its cancellation, and after a movement", async () => {
    const { sku } = await product({ stock: 10 });
    const tag = await tagOf(sku);
    await run("update variant set stock = stock - 1 where sku = :sku", { sku });
    await run("update variant set stock = stock + 1 where sku = :sku", { sku });
    const refused = await count(sku, 9, tag);
    expect([refused.status, refused.body.code]).toEqual([412, "stock.changed"]);
    const next = await tagOf(sku);
    await send("POST", at(sku, "/stock-movements"), { body: { delta: 1, reason: "received" } });
    expect((await count(sku, 9, next)).status).toBe(412);
    expect((await count(sku, 11, next)).status).toBe(412);
    expect((await variant(sku)).stock).toBe(11);
    expect((await count(sku, 9, "*")).body.quantity).toBe(9);
  });

  it("is answered again if the answer was lost, until the stock changes", async () => {
    const { sku } = await product({ stock: 10 });
    const tag = await tagOf(sku);
    const first = await count(sku, 8, tag);
    const again = await count(sku, 8, tag);
    expect([again.status, again.body, again.headers.get("etag")]).toEqual([
      200,
      first.body,
      first.headers.get("etag"),
    ]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    await run("update variant set stock = stock - 1 where sku = :sku", { sku });
    expect((await count(sku, 8, tag)).status).toBe(412);
    expect((await variant(sku)).stock).toBe(7);
    expect(await auditOf(sku)).toHaveLength(1);
  });

  it("keeps its tag when the price changes", async () => {
    const { sku } = await product({ stock: 10 });
    const tag = await tagOf(sku);
    await send("PATCH", at(sku), { body: { price: usd(1) } });
    expect(await tagOf(sku)).toBe(tag);
  });

  it("is refused with 422 without If-Match, and for quantities that cannot be", async () => {
    const { sku } = await product();
    const { status, body } = await count(sku, 1);
    expect([status, body.errors[0].pointer]).toEqual([422, "If-Match"]);
    for (const quantity of [-1, 1.5, 2 ** 31, "1"])
      expect((await count(sku, quantity, "*")).body.errors[0].pointer).toBe("#/quantity");
  });
});

describe("the events of the stock", () => {
  it("are written when the stock falls to the limit or to nothing, and only then", async () => {
    const { sku } = await product({ stock: 10 });
    const move = (delta: number) =>
      send("POST", at(sku, "/stock-movements"), { body: { delta, reason: "correction" } });
    const written = async () => eventsOf(sku);
    await move(-4);
    expect(await written()).toEqual([]);
    await move(-1);
    expect(await written()).toEqual(["stock.low"]);
    await move(-1);
    await move(1);
    expect(await written()).toEqual(["stock.low"]);
    await move(-5);
    expect(await written()).toEqual(["stock.low", "stock.out"]);
    await move(9);
    await move(-9);
    expect(await written()).toEqual(["stock.low", "stock.out", "stock.out"]);
  });

  it("are written for sales too", async () => {
    const { sku } = await product({ stock: 7 });
    await setStock(sku, 7);
    await run("update variant set stock = stock - 2 where sku = :sku", { sku });
    await run("update variant set stock = stock - 5 where sku = :sku", { sku });
    expect(await eventsOf(sku)).toEqual(["stock.low", "stock.out"]);
  });
});

describe("the report on stock", () => {
  it("lists variants with less than that, about the lowest first, without archived products", async () => {
    await createCategory();
    const { handle, skus } = newNames(5);
    await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus) });
    for (const [i, sku] of skus.entries()) await setStock(sku, [0, 1, 3, 21, 200][i] ?? 0);
    /** The first variant behind this position. Our SKUs follow each other, so it is the first of ours, if one is listed. */
    const firstOf = async (level: number, below: string) => {
      const cursor = Buffer.from(`${level} ${skus[0]?.slice(0, -1)}`).toString("base64url");
      const { body } = await send("GET", `/admin/v1/reports/stock?limit=1&cursor=${cursor}${below}`);
      return body.data[0];
    };
    const isListed = async (level: number, below: string) => {
      const sku = (await firstOf(level, below))?.sku;
      return skus.includes(sku) ? skus.indexOf(sku) : undefined;
    };
    expect(await firstOf(0, "")).toEqual({
      sku: skus[0],
      productHandle: handle,
      title: "Linen Shirt",
      status: "active",
      options: { size: "36", color: "Navy" },
      stock: 0,
    });
    expect(await isListed(0, "&below=1")).toBe(0);
    expect([await isListed(1, "&below=2"), await isListed(1, "&below=1")]).toEqual([1, undefined]);
    expect([await isListed(2, "&below=4"), await isListed(2, "&below=3")]).toEqual([2, undefined]);
    expect([await isListed(5, "&below=22"), await isListed(5, "&below=21")]).toEqual([3, undefined]);
    expect([await isListed(8, "&below=201"), await isListed(8, "&below=200")]).toEqual([4, undefined]);
    await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus, { status: "archived" }) });
    expect(await isListed(0, "")).toBeUndefined();
  });

  it("is read page by page, each variant once and never a lower stock level after a higher one", async () => {
    const levels: number[] = [];
    const skus: string[] = [];
    for (let cursor = "", page = 0; page < 5; page++) {
      const { body } = await send(
        "GET",
        `/admin/v1/reports/stock?below=1000&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      for (const { stock } of body.data) levels.push(stock === 0 ? 0 : Math.floor(Math.log2(stock)) + 1);
      skus.push(...body.data.map(({ sku }: { sku: string }) => sku));
      cursor = body.nextCursor;
    }
    expect([skus.length, new Set(skus).size]).toEqual([15, 15]);
    expect(levels).toEqual(levels.toSorted((one, other) => one - other));
  });

  it("refuses wrong parameters with 422", async () => {
    for (const wrong of ["below=0", "below=x", "cursor=abc", "cursor=MCA", "limit=0"])
      expect([wrong, (await send("GET", `/admin/v1/reports/stock?${wrong}`)).status]).toEqual([wrong, 422]);
  });
});
