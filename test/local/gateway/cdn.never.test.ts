import { afterEach, describe, expect, it } from "vitest";
import { cacheable, cacheOf, closeEdges, edge, LIST } from "../fixtures/cdn.ts";

afterEach(closeEdges);

describe("the edge never caches", () => {
  it.each([
    ["an answer without a lifetime", { "cache-control": "public" }],
    ["no-store", { "cache-control": "s-maxage=30, No-Store" }],
    ["private", { "cache-control": "Private, s-maxage=30" }],
    ["private for a field", { "cache-control": 's-maxage=30, private="x-name"' }],
    ["no-cache", { "cache-control": "no-cache,s-maxage=30" }],
    ["0 seconds, for all that browsers may", { "cache-control": "s-maxage=0, max-age=30" }],
    ["no number", { "cache-control": "s-maxage=many" }],
    ["another directive's name", { "cache-control": "x-s-maxage=30" }],
    ["a cookie", { "set-cookie": "a=1" }],
    ["a cookie in capitals", { "SET-COOKIE": "a=1" }],
  ])("%s", async (_, headers) => {
    const { get, calls } = await edge(() => cacheable("body", headers as Record<string, string>));
    for (const _ of [1, 2]) expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });

  it("an answer that sets a cookie, even with s-maxage", async () => {
    let shopper = 0;
    const handler = async () => {
      const own = String(++shopper);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { ...cacheable(own), cookies: [`session=${own}`] };
    };
    const { get, calls } = await edge(handler);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(LIST)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(20);
    for (const { headers, text } of answers) expect(headers["set-cookie"]).toEqual([`session=${text}`]);
    expect(calls).toHaveLength(20);
  });

  it.each([201, 206, 301, 304, 400, 404, 500, 503])("a %i, whatever its headers", async (statusCode) => {
    const { get, calls } = await edge(() => ({ ...cacheable("body"), statusCode }));
    for (const _ of [1, 2]) {
      const answer = await get(LIST);
      expect([answer.status, answer.headers["x-cache"]]).toEqual([statusCode, "Miss"]);
    }
    expect(calls).toHaveLength(2);
  });

  it("an answer that cannot be sent, or a failed call", async () => {
    const { get, shop, calls } = await edge(() => cacheable("body", { "x-bad": "line\nbreak" }));
    for (const _ of [1, 2]) {
      const answer = await get(LIST);
      expect([answer.status, answer.text]).toEqual([500, expect.stringContaining("gateway.function_error")]);
      expect(answer.headers["x-cache"]).toBeUndefined();
    }
    expect((await get("/v1/products/%ff")).text).toContain("gateway.bad_request");
    shop.handler = () => cacheable("body");
    expect((await get(LIST)).text).toBe("body");
    expect(calls).toHaveLength(3);
  });

  it("other methods than GET and HEAD, and the other paths of APIs; they pass unchanged", async () => {
    const { get, calls } = await edge(({ headers, cookies }) =>
      cacheable(JSON.stringify({ headers, cookies })),
    );
    const headers = { cookie: "session=mine", authorization: "Bearer mine", "x-request-id": "mine-mine" };
    const requests = [
      ...["POST", "PUT", "DELETE", "OPTIONS"].map((method) => [method, LIST] as const),
      ...[
        "/v1/cart",
        "/v1/shipping-options",
        "/docs",
        "/v1/productsx",
        "/v1/PRODUCTS",
        "/v1/products.css",
        "/admin/v1/orders",
        "/admin/docs",
      ].map((path) => ["GET", path] as const),
    ];
    for (const [method, path] of requests) {
      for (const _ of [1, 2]) {
        const answer = await get(path, { method, headers });
        expect(answer.headers["x-cache"]).toBe("Pass");
        expect(JSON.parse(answer.text)).toMatchObject({
          headers: { authorization: "Bearer mine", "x-request-id": "mine-mine" },
          cookies: ["session=mine"],
        });
      }
    }
    expect(calls).toHaveLength(requests.length * 2);
  });
});
