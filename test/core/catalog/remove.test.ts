import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import { afterEach, expect, it, vi } from "vitest";
import { client } from "../../support/client.ts";
import { product, removeVariant, run } from "../../support/products.ts";

/** The module as another instance loads it, with an empty memory. */
async function anotherInstance(): Promise<typeof Catalog> {
  vi.resetModules();
  return import("@myclothes/core/catalog");
}

const after = (seconds: number) => context({ now: new Date(Date.now() + seconds * 1_000) });
const knows = async (catalog: typeof Catalog, sku: string, ctx = context()) =>
  (await catalog.variants(ctx, [sku])).has(sku);

afterEach(() => vi.restoreAllMocks());

it("removes a variant from the database, from its product and from this instance at once", async () => {
  const { handle, skus } = await product({ variants: [{}, { size: "L" }] });
  const [kept = "", sku = ""] = skus;
  expect(await knows(Catalog, sku)).toBe(true);
  expect((await Catalog.product(context(), handle)).variants).toHaveLength(2);
  await removeVariant(sku);
  expect(await run("select 1 from variant where sku = :sku", { sku })).toEqual([]);
  expect(await knows(Catalog, sku)).toBe(false);
  expect((await Catalog.product(context(), handle)).variants.map((one) => one.sku)).toEqual([kept]);
  await expect(Catalog.availability(context(), sku)).rejects.toMatchObject({ code: "catalog.unknown_sku" });
  const answer = await client().send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  expect([answer.status, answer.body.code]).toEqual([404, "catalog.unknown_sku"]);
});

it("another instance refuses a removed variant when its own copy is no longer fresh, without a call to Aurora", async () => {
  const { sku } = await product();
  const other = await anotherInstance();
  expect(await knows(other, sku, after(-20))).toBe(true);
  await removeVariant(sku);
  const send = vi
    .spyOn(RDSDataClient.prototype, "send")
    .mockRejectedValue(new Error("Aurora is unavailable"));
  expect(await knows(other, sku, after(15))).toBe(false);
  expect(send.mock.calls.filter(([command]) => command instanceof ExecuteStatementCommand)).toEqual([]);
});

it("returns no product without variants", async () => {
  const { handle, sku } = await product();
  await removeVariant(sku);
  const code = "catalog.unknown_product";
  await expect(Catalog.product(context(), handle)).rejects.toMatchObject({ code });
});
