import { copyFile, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MIGRATIONS, migrate } from "@myclothes/core/migrate";
import type pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { LOCK_TIMEOUT_MS } from "../../../packages/core/src/aws/migrate.file.ts";
import { startDatabase } from "../../support/database.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

/** Orders, of which every twentieth is unpaid. `ROWS=1000000` is a large stage, which has 20,000 products. */
const ROWS = Number(process.env.ROWS ?? 2_000);
const PRODUCTS = Math.max(2_000, ROWS / 50);
/** The last migration before the search that writes every product again. */
const LAST = "0023";
const SHOPPERS = 3;
/** How many times the limit a shopper may wait: a busy machine is slower. */
const PATIENCE = Number(process.env.PATIENCE ?? 20);
const INDEX =
  "-- outside a transaction\ncreate index concurrently if not exists orders_total on orders (total, id)";

const old = pathToFileURL(`${await mkdtemp(join(tmpdir(), "migrations-"))}/`);
for (const name of await readdir(MIGRATIONS))
  if (name.slice(0, 4) <= LAST) await copyFile(new URL(name, MIGRATIONS), new URL(name, old));
const database = await startDatabase(old);
afterAll(() => database?.stop());

const fill = [
  "set session_replication_role = replica",
  "insert into category (handle, title, position) values ('shirts', 'Shirts', 1)",
  `insert into product (id, handle, title, description, category, price_from, available)
   select 'prod_' || lpad(n::text, 26, '0'), 'p-' || n, 'Shirt ' || n, 'Linen', 'shirts', 100, true from generate_series(1, ${PRODUCTS}) n`,
  `insert into variant (sku, product_id, position, size, color, price, stock)
   select 'S-' || n, 'prod_' || lpad(n::text, 26, '0'), 1, 'M', 'Navy', 100, 1 from generate_series(1, ${PRODUCTS}) n`,
  `insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, payment_provider, email, shipping_address,
     shipping_option, currency, subtotal, shipping, tax, total, payment_status)
   select 'ord_' || n, 'cart_' || n, 1, 'key', '', 'manual', '', '{}', '', 'USD', 100, 0, 0, 100, case when n % 20 = 0 then 'pending' else 'paid' end from generate_series(1, ${ROWS}) n`,
];

/**
 * Looks at products and sells them out, until `isOver`. A shopper who waits too long for a lock gets an error. Returns the number of
 * requests, and the longest.
 */
async function shop(client: pg.PoolClient, isOver: () => boolean): Promise<{ requests: number; ms: number }> {
  let [requests, ms] = [0, 0];
  try {
    await client.query(`set lock_timeout = ${PATIENCE * LOCK_TIMEOUT_MS}`);
    for (; !isOver(); requests++) {
      const started = performance.now();
      const sku = `S-${1 + Math.floor(Math.random() * PRODUCTS)}`;
      await client.query("select from variant v join product p on p.id = v.product_id where v.sku = $1", [
        sku,
      ]);
      await client.query("update variant set stock = 1 - stock where sku = $1", [sku]);
      await client.query("select from orders where id = $1", [`ord_${1 + (requests % ROWS)}`]);
      ms = Math.max(ms, performance.now() - started);
    }
  } finally {
    client.release(true);
  }
  return { requests, ms };
}

/** Migrates, and again while the error says that another deploy continues: there are many rows, or the machine is slow. */
async function deploy(directory?: URL): Promise<number> {
  for (;;) {
    try {
      return await migrate(directory);
    } catch (error) {
      if (!(error as Error).message.endsWith("Deploy again: it continues.")) throw error;
    }
  }
}

describe.skipIf(!database)("a stage with many rows, on a real PostgreSQL", () => {
  const query = async (text: string) => (await database?.pool.query(text))?.rows ?? [];
  const applied = async () => Number((await query("select count(*) from migration"))[0]?.count);

  it(
    `is migrated while shoppers shop, and none of them waits long for a lock: ${ROWS} orders`,
    LONG_TEST,
    async () => {
      const filler = await database?.pool.connect();
      for (const statement of fill) await filler?.query(statement);
      filler?.release(true);
      let isOver = false;
      const clients = await Promise.all(Array.from({ length: SHOPPERS }, () => database?.pool.connect()));
      const shoppers = Promise.all(clients.flatMap((client) => (client ? [shop(client, () => isOver)] : [])));
      // It is awaited at the end.
      shoppers.catch(() => {});
      const index = pathToFileURL(`${await mkdtemp(join(tmpdir(), "migrations-"))}/`);
      await writeFile(new URL("9000-index.sql", index), INDEX);
      try {
        // All of them: many rows take more than one deploy.
        const before = await applied();
        await deploy();
        expect((await applied()) - before).toBeGreaterThan(5);
        expect(await deploy(index)).toBe(1);
      } finally {
        isOver = true;
      }
      const done = await shoppers;
      for (const { requests } of done) expect(requests).toBeGreaterThan(0);
      console.log(
        `migrate: ${ROWS} orders, ${PRODUCTS} products; requests and the longest in ms: ${JSON.stringify(done)}`,
      );
      // Every product has its words, and what a shopper has sold out meanwhile is sold out.
      expect(await query("select count(*)::int as n from product where words <> ''")).toEqual([
        { n: PRODUCTS },
      ]);
      const wrong =
        "select from product p join variant v on v.product_id = p.id where p.available <> (v.stock > 0)";
      expect(await query(wrong)).toEqual([]);
    },
  );
});
