import { Refusal } from "@myclothes/core/refusal";
import { expect, it, vi } from "vitest";
import { askPages, assets } from "./support.ts";

const fail = vi.hoisted(() => ({ with: undefined as Error | undefined, shell: false }));
vi.mock("@myclothes/core/catalog", async (original) => {
  const catalog = (await original()) as typeof import("@myclothes/core/catalog");
  const failing =
    <A extends unknown[], T>(work: (...all: A) => Promise<T>) =>
    async (...all: A) => {
      if (fail.with) throw fail.with;
      return work(...all);
    };
  return { ...catalog, product: failing(catalog.product), products: failing(catalog.products) };
});

it("without the catalogue, the browser gets the document with which it makes the page itself", async () => {
  fail.with = new Refusal("service.unavailable", "No answer.", {}, new Error("the cause"));
  for (const path of ["/", "/products/x"]) {
    const answer = await askPages(path);
    expect([path, answer.status]).toEqual([path, 503]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const html = await answer.text();
    expect(html).toContain(assets.shop.script);
    expect(html).not.toMatch(/No answer|the cause/);
  }
});

it("a fault is logged and shows no detail", async () => {
  fail.with = new TypeError("secret detail");
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await askPages("/products/x", { headers: { "x-request-id": "request-of-a-fault" } });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret detail");
  expect(JSON.stringify(logged.mock.calls)).toContain("request-of-a-fault");
  logged.mockRestore();
});
