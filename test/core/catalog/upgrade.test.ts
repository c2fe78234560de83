import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import { MIGRATIONS, migrate } from "@myclothes/core/migrate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmbedded } from "../../support/database.ts";
import { queryOf } from "../../support/product-lists.ts";
import { run, setPrice } from "../../support/products.ts";

/** The last migration before catalogue texts were folded and had limits. */
const LAST = "0005";

let stop: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  for (const name of await readdir(MIGRATIONS)) {
    if (name.slice(0, 4) <= LAST) await copyFile(new URL(name, MIGRATIONS), join(folder, name));
  }
  stop = await startEmbedded(pathToFileURL(`${folder}/`));
  await rm(folder, { recursive: true });
  for (const statement of OLD) await run(statement);
  await migrate();
});
afterAll(() => stop());

const variants = (product: string, count: number, rest = "'M', 'Navy', 100, 1") =>
  `insert into variant (sku, product_id, position, size, color, price, stock)
   select '${product}-' || n, '${product}', n, ${rest} from generate_series(1, ${count}) n`;

const OLD = [
  "insert into category values ('coats', repeat('c', 9000), 1), ('hats', 'Hats', 2)",
  `insert into product (id, handle, title, description, category) values
   ('prod_1', 'cafe', 'Café', 'Für Müller', 'coats'), ('prod_2', 'many', 'Many', 'Plain', 'coats'),
   ('prod_3', 'none', 'Not sold yet', 'Plain', 'coats'), ('prod_4', 'dear', repeat('d', 9000), 'Plain', 'hats')`,
  variants("prod_1", 1, "'M', U&'E\\0301cru', 100, 1"),
  variants("prod_2", 3_000),
  variants("prod_4", 1, "'M', 'Navy', 2000000000, 2147483647"),
  `insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, status, payment_status, payment_provider, email,
     shipping_address, shipping_option, currency, subtotal, shipping, tax, total)
   select 'ord_' || n, 'cart_' || n, 1, 'key', '', status, payment, 'manual', '', '{}', '', 'USD', total, 0, 0, total
   from (values (1, 'canceled', 'pending', 1), (2, 'open', 'pending', 1), (3, 'canceled', 'refunded', 1), (4, 'open', 'pending', 0))
     o(n, status, payment, total)`,
];

const list = async (query: Record<string, string>) =>
  (await Catalog.products(context(), queryOf(query))).data.map(({ handle }) => handle);

it("finds products from before without accents and in any encoding", async () => {
  for (const q of ["cafe", "Café", "muller"]) expect(await list({ q })).toEqual(["cafe"]);
  for (const color of ["écru", "E\u0301CRU"]) {
    expect(await list({ color })).toEqual(["cafe"]);
    expect(await list({ color, category: "coats", inStock: "true" })).toEqual(["cafe"]);
  }
});

it("no longer counts products that no list shows", async () => {
  // Not from the cache, whose table other test files share.
  const counts = await run("select product_count from category order by position");
  expect(counts.flat()).toEqual([2, 1]);
});

it("shows products over today's limits, and lets them be changed", async () => {
  expect((await Catalog.product(context(), "many")).variants).toHaveLength(3_000);
  expect(await list({ sort: "-price", priceMin: "100", size: "m" })).toEqual(["dear", "many", "cafe"]);
  await setPrice("prod_4-1", 1_999_999_999);
  await run("update variant set stock = stock + 1 where sku = 'prod_4-1'");
  const shown = await Catalog.product(context(), "dear");
  expect([shown.title.length, shown.variants[0]?.price.amount]).toEqual([255, 1_999_999_999]);
});

it("cancels the payment of an order that was canceled before it was paid, and an order that costs nothing is paid", async () => {
  const found = await run("select payment_status from orders order by id");
  expect(found.flat()).toEqual(["canceled", "pending", "refunded", "paid"]);
});
