import type { ExecuteStatementCommandInput, SqlParameter } from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { extraProduct } from "@myclothes/demo-catalogue";
import { afterAll, describe, expect, it } from "vitest";
import type { ProductQuery } from "../../../../packages/core/src/catalog/catalog.schema.ts";
import { categories, collections } from "../../../../packages/core/src/catalog/catalog.sql.ts";
import { findPage } from "../../../../packages/core/src/catalog/search/search.ts";
import { createCollection } from "../../../support/catalog-edits.ts";
import { startDatabase } from "../../../support/database.ts";
import { allQueries, loadProducts, queryOf, SORTS } from "../../../support/product-lists.ts";
import { statements } from "../../../support/statements.ts";

const FEW = 1_000;
const MANY = 6_000;
/** Below the 750 shirts, so that sorting a category fails. */
const SORTED_AT_MOST = 500;
/**
 * How many rows and disk pages a list page may read in any case: a walk and some bands. Each look-up of an index reads several
 * pages.
 */
const READ = 3_000;
const PAGES = 4_000;

/** Lists with few or no matches near their beginning. */
const HARD = [
  { category: "shirts", size: "42" },
  { size: "42", sort: "price" },
  { size: "S", sort: "-price" },
  { q: "leather", sort: "price" },
  { q: "leather linen" },
  { q: "-linen", sort: "price" },
  { q: "the" },
  { q: "submarine", sort: "-price" },
  { priceMin: "10000", sort: "price" },
  { priceMin: "9001", priceMax: "9899" },
  { priceMin: "20000", priceMax: "20001", sort: "price" },
  { priceMax: "1000", sort: "-price", inStock: "true" },
  { color: "none" },
  { category: "none" },
  // By relevance: common, rare and incomplete words, words of few products, and a word with an error.
  { q: "cotton" },
  { q: "shirt" },
  { q: "navy linen shirt", category: "shirts", size: "M" },
  { q: "linen", size: "42" },
  { q: "kestrel" },
  { q: "linen sh" },
  { q: "lether" },
  { q: "wash", category: "shoes" },
  { category: ["shirts", "shoes"], sort: "price" },
  { category: ["shirts", "dresses"], size: ["42", "43"] },
  { category: ["none", "nothing"], sort: "-price" },
  { size: ["M", "L"], color: ["Navy", "Black"], inStock: "true", priceMax: "5000" },
  // A long page, so that the planner expects to read the whole walk.
  { category: "shirts", limit: "100" },
  { category: "shirts", size: "42", limit: "100" },
].map((given) => queryOf(given));

const database = await startDatabase();
afterAll(() => database?.stop());

interface Plan {
  "Node Type": string;
  "Parent Relationship"?: string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
/** What a node reads from: sub-selects (`InitPlan`) stand beside it. */
const input = ({ Plans = [] }: Plan) => Plans.find((plan) => plan["Parent Relationship"] === "Outer");
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** What PostgreSQL did for the answer: rows it read, rows in its longest sort, disk pages, and tables it read as a whole. */
async function effort(statement: ExecuteStatementCommandInput | undefined) {
  const { sql = "", parameters = [] } = statement ?? {};
  const text = sql.replace(/(?<!:):p(\d+)/g, (_, i) => `$${Number(i) + 1}::${typeOf(parameters[i])}`);
  const values = parameters.map(({ value = {} }) => Object.values(value)[0]);
  const found = await database?.pool.query(`explain (analyze, buffers, format json) ${text}`, values);
  const root: Plan = found?.rows[0]["QUERY PLAN"][0].Plan;
  const all = nodes(root);
  const read = all
    .filter((node) => node["Relation Name"])
    .map((node) => {
      const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
      return node["Actual Loops"] * (node["Actual Rows"] + removed);
    });
  const sorts = all.filter((node) => node["Node Type"] === "Sort" && node["Actual Loops"] > 0);
  return {
    rows: sum(read),
    sorted: Math.max(0, ...sorts.map((node) => input(node)?.["Actual Rows"] ?? 0)),
    pages: root["Shared Hit Blocks"] + root["Shared Read Blocks"],
    scans: all.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"]),
  };
}

const typeOf = ({ value }: SqlParameter = {}) =>
  value?.longValue !== undefined ? "bigint" : value?.booleanValue !== undefined ? "boolean" : "text";

/** Counts of common and rare filters. */
const COUNTED = [
  {},
  { size: "M" },
  { category: "shirts", size: "42" },
  { category: "shirts", size: ["M", "L"], color: "Navy", priceMin: "3000", inStock: "true" },
  { q: "linen" },
  { q: "navy shirt", category: "shirts" },
].map((given) => queryOf({ ...given, facets: "true" }));
/** The products of a collection with their variants, once for each facet. */
const COUNTED_ROWS = 5 * 200 * (1 + 3) + 200 * (1 + 3) + 300;
/** Low limits of what is counted for one facet. */
const FEW_COUNTED = { counted: 300, countedVariants: 2_000 };

describe.skipIf(!database)("a page of a long list, on a real PostgreSQL", () => {
  const first = async (query: ProductQuery) => {
    const [statement] = await statements(() => findPage(context(), query, undefined));
    return effort(statement);
  };

  it(`reads no more rows of ${MANY} products than twice what it reads of ${FEW}, by index, and sorts few`, async () => {
    // Once a table is vacuumed, the planner prefers other indexes. Autovacuum comes at any time, so the test vacuums itself.
    for (const table of ["product", "variant"]) {
      await database?.pool.query(`alter table ${table} set (autovacuum_enabled = off)`);
    }
    const all = [...allQueries(), ...HARD];
    const measure = async (state: string) => {
      await database?.pool.query(state);
      const efforts = [];
      for (const query of all) efforts.push(await first(query));
      return efforts;
    };
    await loadProducts(FEW);
    const before = await measure("vacuum analyze");
    await loadProducts(MANY - FEW, FEW);
    const most = { rows: 0, pages: 0, sorted: 0 };
    for (const state of ["analyze", "vacuum analyze"]) {
      for (const [i, { rows, sorted, pages, scans }] of (await measure(state)).entries()) {
        const words = `${JSON.stringify(all[i])} after ${state}`;
        expect(scans, words).toEqual([]);
        expect(sorted, words).toBeLessThan(SORTED_AT_MOST);
        expect(rows, words).toBeLessThanOrEqual(Math.max(2 * (before[i]?.rows ?? 0), READ));
        expect(pages, words).toBeLessThanOrEqual(Math.max(2 * (before[i]?.pages ?? 0), PAGES));
        most.rows = Math.max(most.rows, rows);
        most.pages = Math.max(most.pages, pages);
        most.sorted = Math.max(most.sorted, sorted);
      }
    }
    console.log(
      `catalogue: of ${MANY} products, a page reads at most ${most.rows} rows and ${most.pages} pages, and sorts ${most.sorted} rows`,
    );
  }, 900_000);

  it("counts facets of as many products as the limits allow, by index", async () => {
    for (const query of COUNTED) {
      const [statement] = await statements(() => findPage(context(), query, undefined, FEW_COUNTED));
      const { rows, scans } = await effort(statement);
      const words = JSON.stringify(query);
      // There are few categories.
      expect(
        scans.filter((table) => table !== "category"),
        words,
      ).toEqual([]);
      // Five sets of products with three variants each, and a few that facets find in vain.
      expect(rows, words).toBeLessThan(READ + 5 * 5 * FEW_COUNTED.counted);
      console.log(`catalogue: counts beside ${words} read ${rows} rows`);
    }
  }, 300_000);

  it("of a collection reads its products by index, whatever the order and the filters, and so do its counts", async () => {
    const products = Array.from({ length: 200 }, (_, i) => extraProduct(i * 50).id);
    await createCollection("picked", products);
    const queries = SORTS.concat("relevance").flatMap((sort) =>
      [{}, { q: "shirt" }, { size: "42", inStock: "true" }, { category: "shirts", priceMin: "3000" }].flatMap(
        (filters) =>
          [false, true].map((facets) =>
            queryOf({ collection: "picked", sort, ...filters, ...(facets && { facets: "true" }) }),
          ),
      ),
    );
    for (const state of ["analyze", "vacuum analyze"]) {
      await database?.pool.query(state);
      for (const query of queries) {
        const words = `${JSON.stringify(query)} after ${state}`;
        const { rows, sorted, pages, scans } = await first(query);
        // PostgreSQL reads this one row without its index.
        expect(
          scans.filter((table) => table !== "collection"),
          words,
        ).toEqual([]);
        expect(rows, words).toBeLessThanOrEqual(query.facets ? COUNTED_ROWS : 200 * (1 + 3) + 300);
        expect(sorted, words).toBeLessThanOrEqual(200 * 3);
        expect(pages, words).toBeLessThanOrEqual(PAGES);
      }
      const [statement] = await statements(() => collections(context()));
      const { rows, scans } = await effort(statement);
      expect([rows, scans.includes("product")]).toEqual([201, false]);
    }
  }, 300_000);

  it("counts the products of each category without reading them", async () => {
    const [statement] = await statements(() => categories(context()));
    expect((await effort(statement)).rows).toBe(8);
    const counted = await database?.pool.query(
      "select category as handle, count(*)::int as n from product group by 1",
    );
    const shown = await categories(context());
    expect(shown.map(({ handle, productCount }) => [handle, productCount]).sort()).toEqual(
      counted?.rows.map(({ handle, n }) => [handle, n]).sort(),
    );
  });
});
