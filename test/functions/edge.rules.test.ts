import { app, info } from "@myclothes/functions/app";
import { isPage, isPublicRead, maxAgeOf, readOrigins, sortedQuery } from "@myclothes/functions/edge-rules";
import { apis } from "@myclothes/functions/functions";
import { openapi } from "@myclothes/functions/openapi";
import { describe, expect, it } from "vitest";

describe("public reads", () => {
  const operations = Object.entries(openapi(app, info).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const isPublic = (path: string) => isPublicRead(path.replaceAll(/\{\w+\}/g, "x"));

  it("are exactly the routes that document an ETag for If-None-Match", () => {
    const cacheable = operations.filter(({ operation }) => operation.responses[304]).map(({ path }) => path);
    expect(cacheable.length).toBeGreaterThan(2);
    expect(operations.filter(({ path }) => isPublic(path)).map(({ path }) => path)).toEqual(cacheable);
  });

  it.each([
    [true, "/v1/products /v1//products //v1/products /v1/%70roducts /v1/categories"],
    [true, "/v1/products/ /v1/products/x /v1/products/x/y /v1/products/... /v1/products/50%2525"],
    [true, "/v1/products/%252e%252e /v1/products/%252f"],
    [false, "/v1/Products /v1/productsx /v1/products/../cart /v1/products/%2e%2E/cart /x/v1/products"],
    [
      false,
      "/v1/products%2fx //v1/./products /v1/cart/../products /v1/products/..%2fcart /v1/products/%2E%2e%2f",
    ],
  ])("are recognized by a path's normal form: %s", (expected, paths) => {
    for (const path of paths.split(" ")) expect([path, isPublicRead(path)]).toEqual([path, expected]);
  });

  it("never read a session", () => {
    for (const { path, operation } of operations.filter(({ path }) => isPublic(path))) {
      expect([path, operation.security ?? []]).toEqual([path, []]);
    }
  });
});

it.each([
  ["", ""],
  ["b=2&a=1", "a=1&b=2"],
  ["a=1&&b", "a=1&b="],
  ["size=m&color=red&color=blue", "color=blue&color=red&size=m"],
  ["q=a%26b=&%71=c", "%71=c&q=a%26b="],
])("sorts the parameters of %s", (query, sorted) => {
  expect(sortedQuery(query)).toBe(sorted);
});

describe("pages", () => {
  it("are all paths but those of the APIs' functions", () => {
    for (const { paths } of apis.filter(({ name }) => name !== "pages")) {
      for (const path of paths.map((path) => path.replaceAll(/\{[^}]+\}/g, "x")))
        expect([path, isPage(path)]).toEqual([path, false]);
    }
  });

  it.each([
    [true, "/ /products/x /categories/x /search /checkout /account/orders /robots.txt /sitemap.xml /none"],
    [true, "/admin /admin/ /admin/orders/x /v1 /docsx /V1/cart /assets /docs/ /openapi.json/x"],
    [false, "/v1/cart /v1//cart //v1/cart /%76%31/cart /docs /admin/v1/orders //admin//v1/x /%61dmin/docs"],
    [false, "/assets/x.js /images/x.svg /products/.. /products/x%2fy /products/%2e%2e/v1/cart"],
  ])("are recognized by a path's normal form: %s", (expected, paths) => {
    for (const path of paths.split(" ")) expect([path, isPage(path)]).toEqual([path, expected]);
  });

  it("may stay at the edge for longer than public reads, if they say so", () => {
    expect([maxAgeOf("/sitemap.xml"), maxAgeOf("/v1/products")]).toEqual([3_600, 300]);
  });
});

describe("the origins of storefronts", () => {
  it("are a list with commas or spaces, empty by default", () => {
    expect([readOrigins(), readOrigins(""), readOrigins(" ")]).toEqual([[], [], []]);
    expect(readOrigins("https://a.example,https://b.example:8443 http://localhost:3000")).toEqual([
      "https://a.example",
      "https://b.example:8443",
      "http://localhost:3000",
    ]);
  });

  it.each(["*", "a.example", "https://a.example/", "http://a.example", "https://*.a.example/x", "null"])(
    "are refused with the wrong one named: %s",
    (origin) => {
      expect(() => readOrigins(`https://ok.example,${origin}`)).toThrow(`STOREFRONT_ORIGINS: ${origin} must`);
    },
  );
});
