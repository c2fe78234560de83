import type { NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginnings } from "../../../packages/core/src/catalog/catalog.filter.sql.ts";
import { products as list } from "../../../packages/core/src/catalog/catalog.page.sql.ts";
import { startEmbedded } from "../../support/database.ts";
import { random } from "../../support/random.ts";
import { listed, queries, shelves } from "../../support/shelves.ts";

const RUNS = Number(process.env.RUNS ?? 300);
const SEED = Number(process.env.SEED ?? 1);

let all: NewProduct[];
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
  all = await shelves(3_000);
}, 120_000);
afterAll(() => stop());

describe("the product list", () => {
  it.each([
    ["few products", undefined],
    // As a long list is read, in which each part of the search has its turn.
    ["short steps", { walk: 5, few: 12, near: 1 }],
  ])(
    `finds what a plain reading of the filters finds, in %s, ${RUNS} times`,
    async (_, reach) => {
      const { below } = random(SEED);
      let found = 0;
      for (const query of queries(RUNS, SEED)) {
        const wanted = listed(all, query);
        const at = below(wanted.length + 1) - 1;
        const after = wanted[at] && { id: wanted[at].id, price: wanted[at].priceFrom };
        const rows = await list(context(), query, after, reach);
        found += rows.length;
        expect(
          rows.map(({ id, priceFrom, available }) => ({ id, priceFrom, available })),
          JSON.stringify({ query, after }),
        ).toEqual(wanted.slice(at + 1, at + 2 + query.limit));
      }
      expect(found).toBeGreaterThan(RUNS);
    },
    300_000,
  );
});

describe("a range of prices", () => {
  it("is put together of what its prices begin with, without one too many or too few", () => {
    const { below } = random(SEED);
    for (let i = 0; i < 500; i++) {
      const from = below(10 ** (1 + below(5)));
      const to = from + below(10 ** (1 + below(5))) - 1;
      const covered = beginnings(from, to).map((text): [number, number] => [
        Number(text.replaceAll(".", "0")),
        Number(text.replaceAll(".", "9")),
      ]);
      expect(covered.length).toBeLessThanOrEqual(100);
      // One begins where the other has ended.
      let next = from;
      for (const [first, last] of covered) {
        expect(first).toBe(next);
        next = last + 1;
      }
      expect(next).toBe(to + 1);
    }
    expect(beginnings(4990, 5999)).toEqual(["499.", "5..."]);
    expect(beginnings(0, 10)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    expect(beginnings(5, 4)).toEqual([]);
  });
});
