import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { expect, it } from "vitest";
import { product, removeVariant, run } from "../../support/products.ts";

const category = `counted-${ulid().toLowerCase()}`;
const other = `${category}-other`;

const counts = async () =>
  (
    await run("select product_count from category where handle in (:category, :other) order by handle", {
      category,
      other,
    })
  ).map(([count]) => count);

/** The number of products in the lists of both categories. */
async function listed(): Promise<number[]> {
  const query = { sort: "newest", limit: 100, cursor: undefined } as const;
  const pages = [category, other].map((category) =>
    Catalog.products(context(), { ...query, category: [category], q: "garment" }),
  );
  return (await Promise.all(pages)).map(({ data }) => data.length);
}

it("a category counts the products in its list, after every change to them", async () => {
  const check = async (...expected: number[]) => {
    expect(await counts()).toEqual(expected);
    expect(await listed()).toEqual(expected);
  };
  await product({ category: other, variants: [] });
  const { id, skus } = await product({ category, variants: [{}, {}] });
  const [first = "", second = ""] = skus;
  const bare = await product({ category, variants: [] });
  await check(1, 0);
  // A product without variants gets its first one from another product.
  const move = (sku: string, to: string) =>
    run("update variant set product_id = :to where sku = :sku", { sku, to });
  await move(second, bare.id);
  await check(2, 0);
  await move(first, bare.id);
  await check(1, 0);
  // After a move to another category, only a listed product counts there.
  for (const moved of [bare.id, id]) {
    await run("update product set category = :other where id = :moved", { other, moved });
  }
  await check(0, 1);
  await run("update product set category = :category, status = 'draft' where id = :id", {
    category,
    id: bare.id,
  });
  await check(0, 0);
  await run("update variant set price = price + 1 where product_id = :id", { id: bare.id });
  await check(0, 0);
  await run("update product set status = 'active' where id = :id", { id: bare.id });
  await check(1, 0);
  await removeVariant(first);
  await check(1, 0);
  await run("delete from variant where sku = :second", { second });
  await check(0, 0);
  await run("delete from product where category in (:category, :other)", { category, other });
  await check(0, 0);
});
