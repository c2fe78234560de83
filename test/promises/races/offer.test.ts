import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { buy } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(1_000, "C12");
const PRICE = 2500;

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("products whose last variants are sold concurrently, on a real PostgreSQL", () => {
  const query = async (text: string) => (await database?.pool.query(text))?.rows ?? [];

  beforeAll(() =>
    load(context(), {
      categories: [{ handle: "race", title: "Race", position: 1 }],
      products: ["P", "Q"].map((name) => ({
        id: newId("product", new Date()),
        handle: name.toLowerCase(),
        title: name,
        description: "Wanted.",
        category: "race",
        images: [],
        createdAt: new Date().toISOString(),
        variants: ["S", "M"].map((size) => ({
          sku: `${name}-${size}`,
          size,
          color: "Navy",
          image: null,
          price: PRICE,
          compareAtPrice: null,
          stock: 1,
        })),
      })),
    }),
  );

  it(`are listed as sold out, without a deadlock, ${ROUNDS} times`, LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await query("truncate orders, order_line, event, cart_checkout cascade");
      await query("update variant set stock = 1");
      expect(await query("select available from product")).toEqual([
        { available: true },
        { available: true },
      ]);
      // Each cart contains one variant of both products, in opposite orders.
      const carts = [
        { "P-S": 1, "Q-M": 1 },
        { "Q-S": 1, "P-M": 1 },
      ];
      await Promise.all(carts.map((lines) => buy({ lines, price: PRICE })));
      const stored = await query("select available, facets from product");
      const expected = await query(`
        select now.available, now.facets
        from product p, offer(p.id, p.category, (select jsonb_agg(v) from variant v where product_id = p.id)) now`);
      expect(stored, `round ${round}`).toEqual(expected);
      expect(stored.map(({ available }) => available)).toEqual([false, false]);
    }
  });
});
