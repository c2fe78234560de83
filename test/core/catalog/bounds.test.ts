import type { ExecuteStatementCommandInput, SqlParameter } from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { afterAll, describe, expect, it } from "vitest";
import { products as list } from "../../../packages/core/src/catalog/catalog.page.sql.ts";
import {
  type ProductQuery,
  ProductQuery as Query,
} from "../../../packages/core/src/catalog/catalog.schema.ts";
import { categories } from "../../../packages/core/src/catalog/catalog.sql.ts";
import { startDatabase } from "../../support/database.ts";
import { allQueries, loadProducts } from "../../support/product-lists.ts";
import { statements } from "../../support/statements.ts";

const FEW = 2_000;
const MANY = 20_000;
const SORTED_AT_MOST = 2_000;
/** What a page may read in any case: a walk, a search, and some bands. */
const READ = 3_000;

/** Lists of which little or nothing is near where they begin. */
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
].map((given) => Query.parse(given));

const database = await startDatabase();
afterAll(() => database?.stop());

interface Plan {
  "Node Type": string;
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
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** What PostgreSQL did to answer: rows of tables that it looked at, the longest of its sorts, pages, and whole tables read. */
async function effort(statement: ExecuteStatementCommandInput | undefined) {
  const { sql = "", parameters = [] } = statement ?? {};
  const text = sql.replace(/(?<!:):p(\d+)/g, (_, i) => `$${Number(i) + 1}::${typeOf(parameters[i])}`);
  const values = parameters.map(({ value = {} }) => Object.values(value)[0]);
  const found = await database?.pool.query(`explain (analyze, buffers, format json) ${text}`, values);
  const root: Plan = found?.rows[0]["QUERY PLAN"][0].Plan;
  const all = nodes(root);
  const looked = all
    .filter((node) => node["Relation Name"])
    .map((node) => {
      const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
      return node["Actual Loops"] * (node["Actual Rows"] + removed);
    });
  const sorts = all.filter((node) => node["Node Type"] === "Sort" && node["Actual Loops"] > 0);
  return {
    rows: sum(looked),
    sorted: Math.max(0, ...sorts.map((node) => node.Plans?.[0]?.["Actual Rows"] ?? 0)),
    pages: root["Shared Hit Blocks"] + root["Shared Read Blocks"],
    scans: all.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"]),
  };
}

const typeOf = ({ value }: SqlParameter = {}) =>
  value?.longValue !== undefined ? "bigint" : value?.booleanValue !== undefined ? "boolean" : "text";

describe.skipIf(!database)("a page of a long list, on a real PostgreSQL", () => {
  const first = async (query: ProductQuery) => {
    const [statement] = await statements(() => list(context(), query, undefined));
    return effort(statement);
  };

  it(`reads no more rows of ${MANY} products than twice what it reads of ${FEW}, by index, and sorts few`, async () => {
    const all = [...allQueries(), ...HARD];
    await loadProducts(FEW);
    await database?.pool.query("analyze");
    const before = [];
    for (const query of all) before.push(await first(query));
    await loadProducts(MANY - FEW, FEW);
    await database?.pool.query("analyze");
    let most = { rows: 0, pages: 0 };
    for (const [i, query] of all.entries()) {
      const { rows, sorted, pages, scans } = await first(query);
      const words = JSON.stringify(query);
      expect(scans, words).toEqual([]);
      expect(sorted, words).toBeLessThan(SORTED_AT_MOST);
      expect(rows, words).toBeLessThanOrEqual(Math.max(2 * (before[i]?.rows ?? 0), READ));
      expect(pages, words).toBeLessThanOrEqual(Math.max(2 * (before[i]?.pages ?? 0), READ));
      most = { rows: Math.max(most.rows, rows), pages: Math.max(most.pages, pages) };
    }
    console.log(
      `catalogue: of ${MANY} products, a page reads ${most.rows} rows and ${most.pages} pages at most`,
    );
  });

  it("counts the products of each category without looking at them", async () => {
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
