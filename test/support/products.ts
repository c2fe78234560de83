import { ExecuteStatementCommand, RDSDataClient, type SqlParameter } from "@aws-sdk/client-rds-data";
import * as Catalog from "@myclothes/core/catalog";
import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { ulid } from "ulid";
import { writeItems } from "../../packages/core/src/aws/dynamo.write.ts";
import { keyOf } from "../../packages/core/src/cache/cache.table.ts";

type NewVariant = NewProduct["variants"][number];

interface ProductOptions {
  /** The default of all variants. */
  stock?: number;
  /** The default of all variants, in minor units. */
  price?: number;
  /** One entry for each variant: what differs from the defaults. */
  variants?: Partial<NewVariant>[];
  title?: string;
  description?: string;
  /** Created if it does not exist. */
  category?: string;
}

export interface CreatedProduct {
  id: string;
  handle: string;
  /** The first of `skus`. */
  sku: string;
  skus: string[];
}

/** Before the seed, so that tests of the newest products do not find these. */
const LONG_AGO = Date.UTC(2000, 0, 1);

/** Creates a product with unique IDs, in a category that the seed does not use. */
export async function product(options: ProductOptions = {}): Promise<CreatedProduct> {
  const { stock = 50, price = 2500, variants = [{}], category = "made-for-a-test" } = options;
  const unique = ulid(LONG_AGO);
  const handle = `test-${unique.toLowerCase()}`;
  const rows = variants.map((variant, i) => ({
    sku: `TEST-${unique}-${i}`,
    size: "M",
    color: "Black",
    image: null,
    price,
    compareAtPrice: null,
    stock,
    ...variant,
  }));
  const { title = `Garment ${unique}`, description = "For one test only." } = options;
  const row = { id: `prod_${unique}`, handle, title, description, category };
  const images = [{ url: `/images/${handle}.svg`, alt: title }];
  await load(context(), { categories: [{ handle: category, title: category, position: 1000 }] });
  await load(context(), {
    products: [{ ...row, images, createdAt: new Date().toISOString(), variants: rows }],
  });
  const skus = rows.map(({ sku }) => sku);
  return { id: row.id, handle, sku: skus[0] ?? "", skus };
}

/** Price and stock as stored. An instance that has read the variant may show older ones for 30 s. */
export async function variant(sku: string): Promise<{ price: number; stock: number }> {
  const [row] = await run("select price, stock from variant where sku = :sku", { sku });
  const [price, stock] = row ?? [];
  if (price === undefined || stock === undefined) throw new Error(`There is no variant ${sku}.`);
  return { price: Number(price), stock: Number(stock) };
}

/** Removes variants from the table of cached values, as if no instance had loaded them. */
export const removeFromCache = (skus: string[]) =>
  writeItems(context(), { deletes: skus.map((sku) => keyOf("variant", sku)) });

/**
 * Changes a variant in one statement. This instance, and any that has not read the variant, shows the change at once, as after a
 * change through the admin API.
 */
export async function editVariant(sku: string, to: { price?: number; stock?: number }): Promise<void> {
  const columns = Object.keys(to).map((name) => `${name} = :${name}`);
  await change(sku, `update variant set ${columns.join(", ")} where sku = :sku returning product_id`, to);
}

export const setPrice = (sku: string, price: number) => editVariant(sku, { price });

export const setStock = (sku: string, stock: number) => editVariant(sku, { stock });

export const removeVariant = (sku: string) =>
  change(sku, "delete from variant where sku = :sku returning product_id");

async function change(sku: string, statement: string, values: Record<string, number> = {}): Promise<void> {
  const found = `with changed as (${statement}) select p.handle from product p, changed where p.id = product_id`;
  const [row] = await run(found, { sku, ...values });
  if (!row) throw new Error(`There is no variant ${sku}.`);
  await Catalog.refresh(context(), { handle: String(row[0]), skus: [sku] });
}

/** Runs a statement and returns rows of plain values, for facts that no route shows. */
export async function run(sql: string, values: Record<string, string | number> = {}) {
  const { clusterArn: resourceArn, secrets, database } = links.Database;
  const parameters = Object.entries(values).map(
    ([name, value]): SqlParameter => ({
      name,
      value: typeof value === "string" ? { stringValue: value } : { longValue: value },
    }),
  );
  const client = new RDSDataClient();
  const request = new ExecuteStatementCommand({
    resourceArn,
    secretArn: secrets.master,
    database,
    sql,
    parameters,
  });
  const { records = [] } = await client.send(request);
  return records.map((fields) => fields.map((field) => Object.values(field)[0] as string | number | boolean));
}
