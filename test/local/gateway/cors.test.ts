import { cors } from "@myclothes/functions/edge-rules";
import { afterEach, describe, expect, it } from "vitest";
import { cacheable, closeEdges, edge } from "../fixtures/cdn.ts";

afterEach(closeEdges);

const LOCAL = ["http://localhost:5173", "https://localhost", "http://127.0.0.1:1", "http://[::1]:65535"];
const FOREIGN = [
  ...["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:3000.evil.example"],
  ...["https://evil.example/http://localhost:3000", "file://localhost", "http://localhost:123456"],
];
const PUBLIC = [
  "/v1/products",
  "/v1/products/x",
  "/v1/categories",
  "/v1/collections/x",
  "/v1/variants/x/availability",
  "/images/x.svg",
];
const PERSONAL = ["/v1/cart", "/v1/orders", "/v1/customers/me", "/v1/none"];
/** Only our own pages read them. */
const OWN = [
  ...["/admin/v1/orders", "/admin/v1/keys", "//admin/v1/keys", "/%61dmin/v1/keys"],
  ...["/", "/checkout", "/none", "/assets/x.js"],
];
const CREDENTIALS = [{}, { cookie: "__Host-session=x.y" }, { authorization: "Bearer x.y" }];

const answer = () => cacheable("{}", { "cache-control": "no-store", "content-type": "application/json" });
const corsOf = (headers: Record<string, unknown>) =>
  Object.keys(headers).filter((name) => name.startsWith("access-control"));
const asks = { "access-control-request-method": "POST", "access-control-request-headers": "authorization" };

/** What `Access-Control-Allow-Origin` must be. */
const expected = (path: string, origin: string) => {
  if (PUBLIC.includes(path)) return "*";
  return PERSONAL.includes(path) && LOCAL.includes(origin) ? origin : undefined;
};

describe("a page of another origin", () => {
  it.each([...PUBLIC, ...PERSONAL, ...OWN])(
    "may read %s as the matrix says, never with credentials",
    async (path) => {
      const { get } = await edge(answer);
      for (const origin of [...LOCAL, ...FOREIGN]) {
        for (const credentials of CREDENTIALS) {
          for (const method of ["GET", "POST"]) {
            const { headers } = await get(path, { method, headers: { origin, ...credentials } });
            expect([method, origin, headers["access-control-allow-origin"]]).toEqual([
              method,
              origin,
              expected(path, origin),
            ]);
            expect(headers["access-control-allow-credentials"]).toBeUndefined();
            if (PERSONAL.includes(path)) expect(headers.vary).toBe("Origin");
          }
        }
      }
      expect(corsOf((await get(path)).headers)).toEqual([]);
    },
  );

  it("reads the headers that a client needs, also of the gateway's own errors", async () => {
    const { get, shop } = await edge(answer);
    shop.handler = () => {
      throw new Error("lost");
    };
    for (const path of ["/v1/cart", "/v1/products", "/v1/%2e%2e/cart"]) {
      const { status, headers } = await get(path, { headers: { origin: LOCAL[0] } });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers["access-control-expose-headers"]).toBe(cors.exposed.join(", "));
    }
  });

  it("reads a cached answer, whoever caused it", async () => {
    const { get, calls } = await edge(() => cacheable("{}"));
    await get("/v1/products");
    const { headers } = await get("/v1/products", { headers: { origin: "https://any.example" } });
    expect([headers["x-cache"], headers["access-control-allow-origin"]]).toEqual(["Hit", "*"]);
    expect(calls).toHaveLength(1);
  });
});

describe("a preflight", () => {
  it("is answered for a day without a call of the shop, as the matrix says", async () => {
    const { get, calls } = await edge(answer);
    for (const path of [...PUBLIC, ...PERSONAL, ...OWN]) {
      for (const origin of [...LOCAL, ...FOREIGN]) {
        const { status, headers, text } = await get(path, {
          method: "OPTIONS",
          headers: { origin, ...asks },
        });
        const allowed = expected(path, origin);
        expect([path, origin, status, text, headers["access-control-allow-origin"]]).toEqual([
          path,
          origin,
          204,
          "",
          allowed,
        ]);
        expect([headers["access-control-max-age"], headers["access-control-allow-methods"]]).toEqual(
          allowed
            ? ["86400", allowed === "*" ? "GET, HEAD" : cors.methods.join(", ")]
            : [undefined, undefined],
        );
        expect(headers["access-control-allow-credentials"]).toBeUndefined();
      }
    }
    expect(calls).toEqual([]);
  });

  it("is no preflight without its two headers: then the shop answers", async () => {
    const { get, calls } = await edge(answer);
    for (const headers of [{}, { origin: LOCAL[0] }, asks])
      await get("/v1/cart", { method: "OPTIONS", headers });
    expect(calls.map(({ requestContext }) => requestContext.http.method)).toEqual(Array(3).fill("OPTIONS"));
  });

  it("allows every header that the API's description names", async () => {
    const { app, info } = await import("@myclothes/functions/app");
    const { openapi } = await import("@myclothes/functions/openapi");
    const named = Object.values(openapi(app, info).paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ parameters }) =>
        parameters.filter((one) => one.in === "header" && one.name !== "Stripe-Signature"),
      );
    expect(named.length).toBeGreaterThan(5);
    expect(cors.requestHeaders).toEqual(expect.arrayContaining(named.map(({ name }) => name)));
  });
});
