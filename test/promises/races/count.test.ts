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

function made(category: string): NewProduct {
  const id = newId("product", new Date());
  const plain = {
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
  return { id, ...plain, variants: [variant] };
}

describe.skipIf(!database)(
  "categories whose products come, go and move at once, on a real PostgreSQL",
  () => {
    beforeAll(() =>
      load(context(), {
        categories: CATEGORIES.map((handle, position) => ({ handle, title: handle, position })),
      }),
    );

    it(`count what their lists show, and nobody waits for ever, ${ROUNDS} times`, LONG_TEST, async () => {
      let there: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const come = [made("a"), made("b")];
        const [one = "", two = "", ...rest] = there;
        await Promise.all([
          load(context(), { products: come }),
          load(context(), { products: [made("b"), made("a")] }),
          run("delete from variant where sku in (:one, :two)", { one, two }),
          ...rest.map((id) => run("delete from variant where sku = :id", { id })),
          ...there.map((id) =>
            run("update product set category = case category when 'a' then 'b' else 'a' end where id = :id", {
              id,
            }),
          ),
        ]);
        there = come.map(({ id }) => id);
        const shown = await run(`
        select product_count, (select count(*) from product p where category = c.handle and price_from is not null)
        from category c`);
        for (const [count, listed] of shown) expect(count, `round ${round}`).toBe(listed);
      }
    });
  },
);
