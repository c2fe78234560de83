import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { address, keyed, orderOf } from "../../support/bodies.ts";
import { askShop, type Client, client } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { account, profile } from "../support/customer.ts";
import { bodyRoutes } from "../support/inputs.ts";

const ADDRESSES = "/v1/customers/me/addresses";
const json = { "content-type": "application/json" };

/** The same value with its members in reverse order, and with white space. */
function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
const rewritten = (value: unknown) => `\n${JSON.stringify(reversed(value), null, 2)} `;

describe("a repeated request with the same Idempotency-Key", () => {
  let sku: string;
  beforeAll(async () => {
    ({ sku } = await product({ price: 100 }));
  });

  it("adds once, whatever the order of its members", async () => {
    const shopper = client();
    const headers = keyed();
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 2 }, headers });
    const body = rewritten({ sku, quantity: 2 });
    const again = await shopper.send("POST", "/v1/cart/items", { body, headers });
    expect([again.status, again.body.itemCount]).toEqual([200, 2]);
    const other = await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 3 }, headers });
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
  });

  it("replays the order, whatever the order of its members, and with blank optional ones", async () => {
    const shopper = client();
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const headers = keyed();
    const body = orderOf(100);
    const { body: placed } = await shopper.send("POST", "/v1/orders", { body, headers });
    const blank = {
      ...body,
      shippingAddressId: null,
      shippingAddress: { ...address, line2: "", phone: null },
    };
    for (const same of [rewritten(body), rewritten(blank)]) {
      const again = await shopper.send("POST", "/v1/orders", { body: same, headers });
      expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
      expect(again.body).toEqual(placed);
    }
    const other = orderOf(100, { shippingAddress: { ...address, line2: "Flat 2" } });
    expect((await shopper.send("POST", "/v1/orders", { body: other, headers })).status).toBe(422);
  });
});

it("refuses an empty Idempotency-Key instead of ignoring it", async () => {
  const { sku } = await product();
  const shopper = client();
  for (const [method, path, body] of [
    ["POST", "/v1/cart/items", { sku, quantity: 1 }],
    ["DELETE", "/v1/cart", undefined],
    ["POST", "/v1/orders", orderOf(100)],
  ] as const) {
    const answer = await shopper.send(method, path, { body, headers: keyed("") });
    expect([path, answer.status, answer.body.errors?.[0].pointer]).toEqual([path, 422, "Idempotency-Key"]);
  }
});

it.each(bodyRoutes)("$name refuses an encoded body with 415", async ({ method, path, example }) => {
  const body = gzipSync(JSON.stringify(example));
  for (const encoding of ["gzip", "br", "x", "gzip, identity"]) {
    const headers = { ...json, ...keyed(), "content-encoding": encoding };
    const answer = await askShop(path, { method, headers, body });
    expect([encoding, answer.status]).toEqual([encoding, 415]);
    expect(await answer.json()).toMatchObject({
      code: "request.media_type",
      detail: expect.stringContaining("Content-Encoding"),
    });
  }
  const plain = await askShop(path, {
    method,
    headers: { ...json, ...keyed(), "content-encoding": "identity" },
    body: JSON.stringify(example),
  });
  expect(plain.status).not.toBe(415);
});

describe("a cursor of products", () => {
  const list = async (query: string, by: Client = client()) => by.send("GET", `/v1/products?${query}`);

  it("is valid only with its own query, in any order of parameters and for pages of any size", async () => {
    const query = "category=shirts&sort=price&inStock=true&limit=2";
    const { nextCursor, data } = (await list(query)).body;
    expect(nextCursor).toEqual(expect.any(String));
    const cursor = `cursor=${nextCursor}`;
    const next = await list(`${query}&${cursor}`);
    expect([next.status, next.body.data.length]).toEqual([200, 2]);
    expect(next.body.data).not.toEqual(data);
    const same = await list(`${cursor}&limit=1&inStock=true&sort=price&category=shirts&q=`);
    expect([same.status, same.body.data[0]]).toEqual([200, next.body.data[0]]);
    const others = [
      "",
      "sort=price",
      "category=shirts&sort=price",
      "category=dresses&sort=price&inStock=true",
      "category=shirts&sort=-price&inStock=true",
      "category=shirts&sort=price&inStock=false",
      "category=shirts&sort=price&inStock=true&q=linen",
      "category=shirts&sort=price&inStock=true&collection=none",
      "category=shirts&sort=price&inStock=true&size=M",
      "category=shirts&sort=price&inStock=true&color=Navy",
      "category=shirts&sort=price&inStock=true&priceMin=1",
      "category=shirts&sort=price&inStock=true&priceMax=999999",
    ];
    for (const other of others) {
      const { status, body } = await list(`${other}&${cursor}`);
      expect([other, status, body.errors?.[0].pointer]).toEqual([other, 422, "?cursor"]);
    }
  });
});

describe("a cursor of a search", () => {
  it("is valid with the same values in another order and letter case, and with or without facets", async () => {
    const list = async (query: string) => client().send("GET", `/v1/products?${query}`);
    const { nextCursor } = (await list("q=shirt&size=M&size=L&color=Navy&limit=2")).body;
    for (const same of [
      "q=shirt&size=L&size=m&color=navy&facets=true",
      "size=L&size=L&size=M&color=NAVY&q=shirt&sort=relevance",
    ]) {
      const { status } = await list(`${same}&cursor=${nextCursor}`);
      expect([same, status]).toEqual([same, 200]);
    }
    for (const other of ["q=shirt&size=M&color=Navy", "q=shirt&size=M&size=L&color=Navy&sort=newest"]) {
      const { status, body } = await list(`${other}&cursor=${nextCursor}`);
      expect([other, status, body.errors?.[0].pointer]).toEqual([other, 422, "?cursor"]);
    }
  });
});

describe("an empty change", () => {
  it("of the profile changes nothing, nor does a change to the same values", async () => {
    const { shopper } = await account();
    const before = (await profile(shopper)).body;
    for (const body of [{}, { name: before.name }]) {
      const answer = await shopper.send("PATCH", "/v1/customers/me", { body });
      expect([answer.status, answer.body]).toEqual([200, before]);
    }
    const { body: changed } = await shopper.send("PATCH", "/v1/customers/me", { body: { name: "Countess" } });
    expect(changed.updatedAt > before.updatedAt).toBe(true);
  });
});

describe("optional fields of an address", () => {
  it("count as absent when they are empty or null, as forms send them", async () => {
    const { shopper } = await account();
    const { line2: _, region: __, phone: ___, ...plain } = { line2: "", region: "", phone: "", ...address };
    for (const blank of ["", null]) {
      const form = { ...plain, line2: blank, region: blank, phone: blank };
      const { status, body } = await shopper.send("POST", ADDRESSES, { body: form });
      expect([blank, status, body]).toEqual([blank, 201, { id: body.id, ...plain, isDefault: false }]);
      const replaced = await shopper.send("PUT", `${ADDRESSES}/${body.id}`, { body: form });
      expect([replaced.status, replaced.body]).toEqual([200, body]);
    }
  });

  it("refuses optional fields that are blank or of another type, and empty required fields", async () => {
    const { shopper } = await account();
    for (const [field, value] of [
      ["line2", " "],
      ["phone", 1],
      ["region", []],
      ["line2", "x".repeat(101)],
      ["city", ""],
      ["line1", null],
    ] as const) {
      const { status, body } = await shopper.send("POST", ADDRESSES, {
        body: { ...address, [field]: value },
      });
      expect([field, status, body.errors?.[0].pointer]).toEqual([field, 422, `#/${field}`]);
    }
  });
});
