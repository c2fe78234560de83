import { afterEach, expect, it, vi } from "vitest";
import { client } from "../../../support/client.ts";

const { send } = client();
afterEach(() => {
  vi.unstubAllEnvs();
});

it("returns the time and the instance", async () => {
  vi.stubEnv("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/21/[$LATEST]4f1c0b");
  const before = Date.now();
  const { status, body, headers } = await send("GET", "/v1/time");
  expect([status, body.servedBy, headers.get("x-served-by")]).toEqual([200, "4f1c0b", "4f1c0b"]);
  const now = Date.parse(body.now);
  expect([before <= now, now <= Date.now()]).toEqual([true, true]);
});

it("names the instance in every answer, also in refusals", async () => {
  vi.stubEnv("AWS_LAMBDA_LOG_STREAM_NAME", "2-48211");
  for (const path of ["/v1/products", "/v1/nothing", "/v1/cart", "/v1/products?limit=0"]) {
    expect((await send("GET", path)).headers.get("x-served-by")).toBe("2-48211");
  }
});

it("lists the shipping options with their prices", async () => {
  const { status, body } = await send("GET", "/v1/shipping-options");
  expect(status).toBe(200);
  expect(body.data.map(({ id, price }: { id: string; price: object }) => [id, price])).toEqual([
    ["standard", { amount: 599, currency: "USD" }],
    ["express", { amount: 1499, currency: "USD" }],
  ]);
});
