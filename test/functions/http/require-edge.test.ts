import { links } from "@myclothes/core/links";
import { app, info } from "@myclothes/functions/app";
import { EDGE_HEADER, isPublicRead } from "@myclothes/functions/edge-rules";
import { openapi } from "@myclothes/functions/openapi";
import { afterEach, describe, expect, it } from "vitest";

const secret = links.Edge.secrets[0] ?? "";
const ask = (path: string, sent?: string) =>
  app.request(path, { headers: sent === undefined ? {} : { [EDGE_HEADER]: sent } });
const env = process.env;
afterEach(() => {
  links.Edge.secrets.splice(0, 9, secret);
  process.env = env;
});

describe("a request that does not come through the edge", () => {
  it.each([undefined, "", "x", `${secret}x`, secret.slice(1), secret.toUpperCase()])(
    "is refused with 403 on every path: %j",
    async (sent) => {
      for (const path of ["/v1/cart", "/v1/products", "/v1/health", "/docs", "/nowhere"]) {
        const answer = await ask(path, sent);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(await answer.json()).toMatchObject({ code: "edge.bypassed" });
      }
    },
  );

  it("is refused when no secret is set, or an empty one", async () => {
    for (const secrets of [[], [""]]) {
      links.Edge.secrets.splice(0, 9, ...secrets);
      for (const sent of [undefined, "", secret]) expect((await ask("/v1/health", sent)).status).toBe(403);
    }
  });
});

it("accepts the old and the new secret while they are exchanged", async () => {
  links.Edge.secrets.push("the new one");
  const statuses = [secret, "the new one", "a third"].map(
    async (sent) => (await ask("/v1/health", sent)).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
});

describe("what the edge may keep", () => {
  const operations = Object.entries(openapi(app, info).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const mayKeep = (path: string) => isPublicRead(path.replaceAll(/\{\w+\}/g, "x"));

  it("is just what says of itself that it may be kept: a route with an ETag for If-None-Match", () => {
    const kept = operations.filter(({ operation }) => operation.responses[304]).map(({ path }) => path);
    expect(kept.length).toBeGreaterThan(2);
    expect(operations.filter(({ path }) => mayKeep(path)).map(({ path }) => path)).toEqual(kept);
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
  ])("is decided by a path's normal form: %s", (expected, paths) => {
    for (const path of paths.split(" ")) expect([path, isPublicRead(path)]).toEqual([path, expected]);
  });

  it("never is of a session", () => {
    for (const { path, operation } of operations.filter(({ path }) => mayKeep(path))) {
      expect([path, operation.security ?? []]).toEqual([path, []]);
    }
  });
});
