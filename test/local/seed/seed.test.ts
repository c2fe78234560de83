import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type Field,
  RDSDataClient,
} from "@aws-sdk/client-rds-data";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "@myclothes/core/migrate";
import { catalogue } from "@myclothes/demo-catalogue";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { environment } from "../../../packages/local/src/engines/env.ts";
import { inWords, type Progress } from "../../../packages/local/src/seed/progress.ts";
import { seed, seedExtra } from "../../../packages/local/src/seed/seed.ts";

const dataApi = mockClient(RDSDataClient);
let postgres: PGlite;

beforeAll(async () => {
  Object.assign(
    process.env,
    environment({ dynamoUrl: "", dataApiUrl: "", sqsUrl: "", queueUrl: "", origins: [] }, {}),
  );
  postgres = await PGlite.create();
  dataApi.on(BeginTransactionCommand).resolves({ transactionId: "one" });
  dataApi.on(CommitTransactionCommand).resolves({});
  dataApi.on(ExecuteStatementCommand).callsFake(execute);
  await migrate();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  await postgres.exec("truncate category, collection, product, variant cascade");
  dataApi.resetHistory();
});

it("loads every field of the whole catalogue", async () => {
  const { categories, collections, products } = catalogue();
  const variants = products.flatMap((product) => product.variants);
  expect(await seed()).toEqual({ products: products.length, variants: variants.length });
  expect(
    (await postgres.query("select handle, title, position from category order by position")).rows,
  ).toEqual(categories);
  expect(
    (
      await postgres.query(
        "select handle, title, description, image, position, products from collection order by position",
      )
    ).rows,
  ).toEqual(collections);
  const stored = await postgres.query(`
    select p.id, handle, title, description, category, images, updated_at as "createdAt",
      json_agg(json_build_object('sku', sku, 'size', size, 'color', color, 'image', image,
        'price', price, 'compareAtPrice', compare_at_price, 'stock', stock) order by v.position) as variants
    from product p join variant v on product_id = p.id group by p.id order by p.id`);
  expect(JSON.parse(JSON.stringify(stored.rows))).toEqual(
    products.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
});

it("keeps each call far below the Data API's limit of a megabyte", async () => {
  await seed();
  const sizes = calls().map(({ args }) => JSON.stringify(args[0].input).length);
  expect(sizes.length).toBe(6);
  expect(Math.max(...sizes)).toBeLessThan(250_000);
});

it("makes one call and changes nothing when everything is loaded", async () => {
  await seed();
  await postgres.query("update variant set stock = 41");
  dataApi.resetHistory();
  await seed();
  expect(calls().length).toBe(1);
  expect((await postgres.query("select distinct stock from variant")).rows).toEqual([{ stock: 41 }]);
});

it("loads missing products, and changes no others", async () => {
  await seed();
  const gone = catalogue()
    .products.slice(100, 103)
    .map(({ id }) => id)
    .sort();
  await postgres.query("update variant set stock = 41");
  await postgres.query("delete from variant where product_id = any($1)", [gone]);
  await postgres.query("delete from product where id = any($1)", [gone]);
  await seed();
  const { rows } = await postgres.query(
    "select distinct product_id from variant where stock <> 41 order by 1",
  );
  expect(rows).toEqual(gone.map((product_id) => ({ product_id })));
});

describe("generated products", () => {
  const COUNT = 720;
  const count = async (table: string) =>
    (await postgres.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n;

  it("are loaded in calls below the limit of a megabyte, and counted", async () => {
    await seed();
    const tour = await count("product");
    dataApi.resetHistory();
    await seedExtra(COUNT, () => {});
    expect(await count("product")).toBe(Number(tour) + COUNT);
    expect(await count(`variant where sku like 'MORE-%'`)).toBeLessThanOrEqual(3 * COUNT);
    const sizes = calls().map(({ args }) => JSON.stringify(args[0].input).length);
    expect(Math.max(...sizes)).toBeGreaterThan(800_000);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect((await postgres.query("select sum(product_count)::int as n from category")).rows).toEqual([
      { n: Number(tour) + COUNT },
    ]);
  });

  it("are loaded from where an interrupted run stopped, also when the next run wants more", async () => {
    await seed();
    const sent = () => calls().filter(({ args }) => (args[0].input.sql ?? "").includes("insert")).length;
    let broken = 1;
    dataApi.on(ExecuteStatementCommand).callsFake(async (input) => {
      if (input.sql?.includes("insert") && broken-- <= 0) throw new Error("broken off");
      return execute(input);
    });
    await expect(seedExtra(COUNT, () => {})).rejects.toThrow();
    dataApi.on(ExecuteStatementCommand).callsFake(execute);
    const reported: Progress[] = [];
    dataApi.resetHistory();
    // One call went through; the second, which was a short one, is a whole one now.
    await seedExtra(1_400, (progress) => reported.push(progress));
    expect(sent()).toBe(1);
    expect(reported.at(-1)).toEqual({ done: 1_400, of: 1_400, before: 700 });
    expect(await count("product where id in (select product_id from variant where sku like 'MORE-%')")).toBe(
      1_400,
    );
    dataApi.resetHistory();
    await seedExtra(1_400, () => {});
    expect(calls().length).toBe(1);
  });
});

it("shows the progress, the speed and the time left", () => {
  expect(inWords({ done: 312_400, of: 1_000_000, before: 100_000 }, 60)).toBe(
    "312,400 of 1,000,000 products, 3,540 a second, 3 min 15 s left",
  );
  expect(inWords({ done: 700, of: 1_400, before: 0 }, 1)).toBe(
    "700 of 1,400 products, 700 a second, 1 s left",
  );
});

const calls = () => dataApi.commandCalls(ExecuteStatementCommand);

/** The Data API's part, as far as the seed needs it: named parameters in, fields out. */
async function execute({ sql = "", parameters = [] }: ExecuteStatementCommandInput) {
  const values = parameters.map(({ value }) => value?.stringValue ?? value?.longValue);
  const text = sql.replace(
    /(?<!:):([a-z]\w*)/g,
    (_, name) => `$${1 + parameters.findIndex((one) => one.name === name)}`,
  );
  const { rows } = await postgres.query<unknown[]>(text, values, { rowMode: "array" });
  const field = (value: unknown): Field => {
    if (value === null) return { isNull: true };
    if (typeof value === "boolean") return { booleanValue: value };
    return typeof value === "number" ? { longValue: value } : { stringValue: String(value) };
  };
  return { records: rows.map((row) => row.map(field)) };
}
