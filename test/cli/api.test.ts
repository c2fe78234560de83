import { describe, expect, it } from "vitest";
import { createApi } from "../../packages/cli/src/api.ts";

const dropped = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") }));
const json = (status: number, body: object) => () => Promise.resolve(Response.json(body, { status }));
const html = (status: number) => () => Promise.resolve(new Response("<h1>Oh no</h1>", { status }));

/** The API of a shop that gives these answers in turn, and what was sent to it. */
function apiWith(...answers: (() => Promise<Response>)[]) {
  const sent: RequestInit[] = [];
  const ask = (_: unknown, request: RequestInit = {}) => {
    sent.push(request);
    return answers.shift()?.() ?? Promise.reject(new Error("too many requests"));
  };
  return { api: createApi("http://shop.test", "sk_x", ask as typeof fetch, 0), sent };
}

describe("a request of the command line", () => {
  it.each([
    ["a dropped connection", dropped],
    ["a gateway's page with status 502", html(502)],
    ["a 503", json(503, {})],
  ])("is repeated with the same key and body after %s", async (_, failure) => {
    const { api, sent } = apiWith(json(200, {}), failure, json(200, { id: "x" }));
    await api.call("/first");
    const headers = { "idempotency-key": "k" };
    expect(await api.send("/orders", { method: "POST", body: { a: 1 }, headers })).toEqual({
      status: 200,
      body: { id: "x" },
    });
    const { signal: _first, ...one } = sent[1] ?? {};
    const { signal: _second, ...two } = sent[2] ?? {};
    expect(two).toEqual(one);
  });

  it("is not repeated if the shop has never answered, because it is probably not running", async () => {
    const { api, sent } = apiWith(dropped);
    await expect(api.call("/first")).rejects.toThrow("Is the shop running?");
    expect(sent).toHaveLength(1);
  });

  it("fails with the status if a gateway refuses it with a page", async () => {
    const { api } = apiWith(html(403));
    await expect(api.call("/first")).rejects.toThrow("The shop answered 403.");
  });

  it("fails with the names of options instead of pointers", async () => {
    const errors = [
      { pointer: "?from", message: "is wrong" },
      { pointer: "#/trackingNumber", message: "is long" },
      { pointer: "#/trackingUrl", message: "is bad" },
    ];
    const { api } = apiWith(json(422, { code: "request.invalid", errors }));
    await expect(api.call("/first")).rejects.toThrow(
      "--from: is wrong; --tracking: is long; --tracking-url: is bad",
    );
  });

  it("fails with what to do if the address is not a shop", async () => {
    const { api } = apiWith(html(200));
    await expect(api.call("/first")).rejects.toThrow("http://shop.test is not a shop");
  });

  it("gives up after five tries", async () => {
    const { api, sent } = apiWith(json(200, {}), ...Array(5).fill(dropped));
    await api.call("/products");
    await expect(api.call("/products")).rejects.toThrow("does not answer (ECONNRESET)");
    expect(sent).toHaveLength(6);
  });
});
