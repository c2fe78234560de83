import { expect, it } from "vitest";
import { createApi } from "../../packages/cli/src/api.ts";

const lost = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") }));
const answer = (status: number) => () => Promise.resolve(Response.json({ data: [] }, { status }));

/** An API that gives these answers, one after another, and then 200. */
function apiWith(...answers: (() => Promise<Response>)[]) {
  let requests = 0;
  const ask = () => (answers[requests++] ?? answer(200))();
  return { ...createApi("http://shop", "sk_x", ask as typeof fetch, 0), requests: () => requests };
}

it("repeats a request whose connection was lost or that met a busy shop", async () => {
  const { call, requests } = apiWith(answer(200), lost, answer(503), answer(429));
  await call("/products");
  expect(await call("/products", { method: "PUT", body: {} })).toEqual({ data: [] });
  expect(requests()).toBe(5);
});

it("says at once that a shop does not answer that has never answered", async () => {
  const { call, requests } = apiWith(lost);
  await expect(call("/products")).rejects.toThrow("Is the shop running?");
  expect(requests()).toBe(1);
});

it("gives up after five tries", async () => {
  const { call, requests } = apiWith(answer(200), lost, lost, lost, lost, lost);
  await call("/products");
  await expect(call("/products")).rejects.toThrow("does not answer (ECONNRESET)");
  expect(requests()).toBe(6);
});
