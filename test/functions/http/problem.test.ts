import { describe, expect, it, vi } from "vitest";
import { problemTypes } from "../../../packages/functions/src/http/problem-types.ts";
import { client } from "../../support/client.ts";

const { send } = client();
const json = { "content-type": "application/json" };

describe("every refusal is a problem document", () => {
  it.each<[string, string, string, { body?: unknown; headers?: Record<string, string> }, number, string]>([
    ["an unknown path", "GET", "/v1/nothing", {}, 404, "route.unknown"],
    ["a slash too many", "GET", "/v1/cart/", {}, 404, "route.unknown"],
    ["the root", "GET", "/", {}, 404, "route.unknown"],
    ["a wrong method", "PUT", "/v1/cart", {}, 405, "route.method"],
    ["what is not there", "GET", "/v1/products/none", {}, 404, "catalog.unknown_product"],
    ["malformed JSON", "POST", "/v1/cart/items", { body: '{"sku":' }, 400, "request.malformed"],
    ["no body at all", "POST", "/v1/cart/items", { headers: json }, 400, "request.malformed"],
    ["no content type", "POST", "/v1/cart/items", {}, 415, "request.media_type"],
    ["wrong fields", "POST", "/v1/orders", { body: {} }, 422, "request.invalid"],
    ["a bad parameter", "GET", "/v1/products?limit=x", {}, 422, "request.invalid"],
    ["a stale tag", "DELETE", "/v1/cart", { headers: { "if-match": '"4"' } }, 412, "cart.changed"],
    ["a large body", "POST", "/v1/cart/items", { body: " ".repeat(65_537) }, 413, "request.too_large"],
  ])("%s", async (_, method, path, request, status, code) => {
    const answer = await send(method, path, request);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("server-timing")).toContain("total");
    expect(answer.headers.get("x-served-by")).toEqual(expect.any(String));
    expect(answer.body).toMatchObject({
      type: expect.stringContaining(code),
      title: expect.any(String),
      status,
      detail: expect.any(String),
      requestId: answer.headers.get("x-request-id"),
    });
  });

  it.each([
    ["GET", "/v1/cart/items", "POST"],
    ["POST", "/v1/products", "GET, HEAD"],
    ["PUT", "/v1/cart", "GET, HEAD, POST, PATCH, DELETE"],
    ["DELETE", "/v1/orders", "POST"],
    ["HEAD", "/v1/orders", "POST"],
    ["POST", "/v1/cart/items/x", "PUT, DELETE"],
    ["OPTIONS", "/v1/cart/items/x", "PUT, DELETE"],
    ["ALL", "/v1/health", "GET, HEAD"],
    ["QUERY", "/docs", "GET, HEAD"],
  ])("%s %s is 405 and lists the allowed methods: %s", async (method, path, allow) => {
    const { status, headers } = await send(method, path);
    expect([status, headers.get("allow")]).toEqual([405, allow]);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/json",
    "application/jsonp",
    "",
  ])("refuses a body with the content type %j, even if nothing else is wrong", async (type) => {
    const request = { body: { sku: "NONE", quantity: 1 }, headers: { "content-type": type } };
    expect((await send("POST", "/v1/cart/items", request)).status).toBe(415);
  });

  it.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/json ;x=y"])(
    "accepts the content type %s",
    async (type) => {
      const request = { body: { sku: "NONE", quantity: 1 }, headers: { "content-type": type } };
      expect((await send("POST", "/v1/cart/items", request)).status).toBe(404);
    },
  );

  it("reads a body of exactly 64 KB", async () => {
    expect((await send("POST", "/v1/cart/items", { body: " ".repeat(65_536) })).status).toBe(400);
    const path = "/v1/nothing";
    expect((await send("POST", path, { body: " ".repeat(65_537) })).status).toBe(413);
  });

  it("every problem that is worth another attempt has a Retry-After", () => {
    for (const { status, retryAfter } of Object.values(problemTypes)) {
      expect(retryAfter !== undefined).toBe(status === 503);
    }
  });
});

describe("x-request-id", () => {
  it.each(["abcdefgh", "3f0c9a52-7d1e-4a43-9a52-0e6f5c1b2a3d", "Root_1.2-3", "x".repeat(128)])(
    "returns the caller's value if it is valid: %s",
    async (id) => {
      const { headers } = await send("GET", "/v1/time", { headers: { "x-request-id": id } });
      expect(headers.get("x-request-id")).toBe(id);
    },
  );

  it.each([
    "",
    "short",
    "x".repeat(129),
    "a b c d e f g",
    'abcdefgh"',
    "<script>alert(1)</script>",
    "üüüüüüüüü",
  ])("is new if the caller's value is not valid: %j", async (id) => {
    const { headers } = await send("GET", "/v1/time", { headers: { "x-request-id": id } });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is different for each request", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => send("GET", "/v1/time")));
    expect(new Set(ids.map(({ headers }) => headers.get("x-request-id"))).size).toBe(3);
  });
});

it("handles a thrown value that is not an Error as a fault, with the headers of every answer", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const thrower = vi.spyOn(Date.prototype, "toISOString").mockImplementation(() => {
    throw "a string";
  });
  const { status, body, headers } = await send("GET", "/v1/time", {
    headers: { "x-request-id": "request-1" },
  });
  expect([status, body.code, body.requestId]).toEqual([500, "service.fault", "request-1"]);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("server-timing")).toContain("total");
  expect(JSON.stringify(logged.mock.calls)).toContain("a string");
  expect(JSON.stringify(body)).not.toContain("a string");
  thrower.mockRestore();
  logged.mockRestore();
});
