import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { product } from "../../support/products.ts";

// The table is missing, so it is real for no instance. Removing the one that all test files share would slow these down.
const { SST_RESOURCE_Cache } = process.env;
beforeAll(() => {
  process.env.SST_RESOURCE_Cache = JSON.stringify({ name: "no-such-table" });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
const told = () => vi.mocked(console.warn).mock.calls.map(([line]) => line.text);
afterAll(() => {
  process.env.SST_RESOURCE_Cache = SST_RESOURCE_Cache;
  vi.restoreAllMocks();
});

it("shoppers browse, fill carts and order although the cache table is missing", async () => {
  const { handle, sku } = await product({ price: 100 });
  const other = await product({ price: 100 });
  const shopper = client();
  expect((await shopper.send("GET", `/v1/products/${handle}`)).status).toBe(200);
  for (const quantity of [1, 2]) {
    const { status, body } = await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    expect([status, body.lines[0]]).toEqual([200, expect.objectContaining({ sku, quantity })]);
  }
  const { status } = await shopper.send("PUT", `/v1/cart/items/${other.sku}`, { body: { quantity: 1 } });
  expect(status).toBe(200);
  // Both kinds of calls have met the missing table.
  expect(told()).toContain("A call is repeated without the cache table.");
  const order = await shopper.send("POST", "/v1/orders", { body: orderOf(300), headers: keyed() });
  expect([order.status, order.body.lines?.length]).toEqual([201, 2]);
});
