import { setTimeout as sleep } from "node:timers/promises";
import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { buy, stockUp } from "../../support/checkout.ts";
import { startDatabase } from "../../support/database.ts";
import { lineOf } from "../../support/lines.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(1_000, "C15");
const PRICE = 2500;
const sku = "MERGED";

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("a guest's cart, ordered and merged at once, on a real PostgreSQL", () => {
  beforeAll(() => stockUp([sku], PRICE));

  it(
    `is either ordered or in the customer's cart, never both or neither, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      await database?.pool.query("update variant set stock = 1000000");
      const outcomes = { ordered: 0, merged: 0 };
      const hasOccurred = () => Math.min(outcomes.ordered, outcomes.merged) > ROUNDS / 20;
      const since = performance.now();
      let took = 12;
      for (let round = 0; needsAnotherRound(round, ROUNDS, hasOccurred, since); round++) {
        const now = new Date();
        const guest = {
          ...Cart.empty(newId("cart", now), false),
          version: 1,
          lines: [lineOf(sku, 2, PRICE)],
          expiresAt: new Date(now.getTime() + Cart.LIFETIME_MS),
        };
        await Table.replace(context(), guest, 0);
        const own = Cart.empty(newId("cart", now), true);
        const started = performance.now();
        const order = buy({ cartId: guest.id, lines: { [sku]: 2 }, price: PRICE });
        const ended = Promise.allSettled([order]).then(() => {
          took = performance.now() - started;
        });
        // Merges at a random moment of the order's duration, which the last round has measured.
        await sleep(Math.random() * took);
        const [ordered] = await Promise.allSettled([order, Cart.merge(context(), guest, own)]);
        await ended;
        const isOrdered = ordered.status === "fulfilled";
        if (!isOrdered) expect(ordered.reason).toMatchObject({ code: "cart.busy" });
        const stored = await Table.read(context(), own);
        const quantity = stored?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
        expect([quantity, isOrdered], `round ${round}`).toEqual(isOrdered ? [0, true] : [2, false]);
        outcomes[isOrdered ? "ordered" : "merged"]++;
      }
      console.log(`races: a cart ordered and merged at once: ${JSON.stringify(outcomes)}`);
    },
  );
});
