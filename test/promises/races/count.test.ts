import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { startDatabase } from "../../support/database.ts";
import { run } from "../../support/products.ts";
import { rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(1_000);
const CATEGORIES = ["a", "b"];

const database = await startDatabase();
afterAll(() => database?.stop());

function newProduct(category: string): NewProduct {
  const id = newId("product", new Date());
  const common = {
    handle: id,
    title: "Cap",
    description: "",
    category,
    images: [],
    createdAt: new Date().toISOString(),
  };
  const variant = {
    sku: id,
    size: "M",
    color: "Navy",
    image: null,
    price: 100,
    compareAtPrice: null,
    stock: 1,
  };
  return { id, ...common, variants: [variant] };
}

describe.skipIf(!database)(
  "categories whose products are added, deleted and moved concurrently, on a real PostgreSQL",
  () => {
    beforeAll(() =>
      load(context(), {
        categories: CATEGORIES.map((handle, position) => ({ handle, title: handle, position })),
      }),
    );

    it(`have counts equal to their lists, without a deadlock, ${ROUNDS} times`, LONG_TEST, async () => {
      let present: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const added = [newProduct("a"), newProduct("b")];
        const [one = "", two = "", ...rest] = present;
        await Promise.all([
          load(context(), { products: added }),
          load(context(), { products: [newProduct("b"), newProduct("a")] }),
          run("delete from variant where sku in (:one, :two)", { one, two }),
          ...rest.map((id) => run("delete from variant where sku = :id", { id })),
          ...present.map((id) =>
            run("update product set category = case category when 'a' then 'b' else 'a' end where id = :id", {
              id,
            }),
          ),
        ]);
        present = added.map(({ id }) => id);
        const counts = await run(`
        select product_count, (select count(*) from product p where category = c.handle and price_from is not null)
        from category c`);
        for (const [count, listed] of counts) expect(count, `round ${round}`).toBe(listed);
      }
    });
  },
);
