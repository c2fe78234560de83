import { beforeAll, describe, expect, it } from "vitest";
import { client } from "../../support/client.ts";
import { type CreatedProduct, product, setPrice } from "../../support/products.ts";

const { send } = client();
let garment: CreatedProduct;
let paths: string[];

beforeAll(async () => {
  garment = await product();
  paths = ["/v1/products?limit=3&sort=-price", `/v1/products/${garment.handle}`, "/v1/categories"];
});

describe("a public read", () => {
  it("may be cached by the edge, and is the same for everyone", async () => {
    const shopper = client();
    await shopper.send("POST", "/v1/cart/items", { body: { sku: garment.sku, quantity: 1 } });
    for (const path of paths) {
      const answers = [
        await send("GET", path),
        await shopper.send("GET", path),
        await send("GET", path, { headers: { cookie: "__Host-session=x", authorization: "Bearer x" } }),
      ];
      for (const answer of answers) {
        expect(answer.headers.get("cache-control")).toMatch(
          /^public,.*s-maxage=\d+.*stale-while-revalidate=\d+/,
        );
        expect(answer.headers.getSetCookie()).toEqual([]);
        if (path.includes(garment.handle)) expect(answer.body).toEqual(answers[0]?.body);
      }
    }
  });

  it("returns 304 for a current copy, with the headers of every answer", async () => {
    const path = `/v1/products/${garment.handle}`;
    const { headers } = await send("GET", path);
    const tag = headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[^"]+"$/);
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const answer = await send("GET", path, { headers: { "if-none-match": sent } });
      expect([answer.status, answer.body]).toEqual([304, ""]);
      expect(answer.headers.get("etag")).toBe(tag);
      expect(answer.headers.get("cache-control")).toBe(headers.get("cache-control"));
      expect(answer.headers.get("x-request-id")).toMatch(/^[\w.-]{8,}$/);
      expect(answer.headers.get("x-served-by")).toEqual(expect.any(String));
      expect(answer.headers.get("server-timing")).toContain("total");
    }
    const answer = await send("GET", path, { headers: { "if-none-match": '"other"' } });
    expect(answer.status).toBe(200);
  });

  it("has a new tag when its content has changed", async () => {
    const { handle, sku } = await product({ price: 100 });
    const before = (await send("GET", `/v1/products/${handle}`)).headers.get("etag") ?? "";
    await setPrice(sku, 101);
    const after = await send("GET", `/v1/products/${handle}`, { headers: { "if-none-match": before } });
    expect([after.status, after.body.variants[0].price.amount]).toEqual([200, 101]);
    expect(after.headers.get("etag")).not.toBe(before);
  });

  it("answers HEAD like GET, without the body", async () => {
    const path = `/v1/products/${garment.handle}`;
    const get = await send("GET", path);
    const head = await send("HEAD", path);
    expect([head.status, head.body]).toEqual([200, ""]);
    for (const name of ["etag", "cache-control", "content-type"]) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    const revalidated = await send("HEAD", path, {
      headers: { "if-none-match": get.headers.get("etag") ?? "" },
    });
    expect(revalidated.status).toBe(304);
  });

  it("that is refused is not cached, and has no tag that could turn it into a 304", async () => {
    for (const path of ["/v1/products/none", "/v1/products?limit=0", "/v1/variants/none/availability"]) {
      const answer = await send("GET", path, { headers: { "if-none-match": "*" } });
      expect(answer.status).toBeGreaterThanOrEqual(404);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("etag")).toBeNull();
    }
  });
});

describe("a personal answer", () => {
  it("is never cached, and never 304", async () => {
    const shopper = client();
    const item = { sku: garment.sku, quantity: 1 };
    const added = await shopper.send("POST", "/v1/cart/items", { body: item });
    const tag = added.headers.get("etag") ?? "";
    const shown = await shopper.send("GET", "/v1/cart", { headers: { "if-none-match": tag } });
    const unseen = await shopper.send("HEAD", "/v1/cart");
    expect([added.status, shown.status, unseen.status]).toEqual([200, 200, 200]);
    expect(unseen.body).toBe("");
    for (const { headers } of [added, shown, unseen]) {
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it.each(["/v1/time", "/v1/health", "/v1/health/ready", "/v1/shipping-options", "/v1/cart", "/v1/none"])(
    "%s is never cached either, because it changes all the time",
    async (path) => {
      const { headers } = await send("GET", path);
      expect(headers.get("cache-control")).toBe("no-store");
    },
  );
});
