import { ExecuteStatementCommand, RDSDataClient, type SqlParameter } from "@aws-sdk/client-rds-data";
import * as Catalog from "@myclothes/core/catalog";
import { load, type NewProduct } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { ulid } from "ulid";
import { writeItems } from "../../packages/core/src/aws/dynamo.write.ts";
import { keyOf } from "../../packages/core/src/cache/cache.table.ts";

type NewVariant = NewProduct["variants"][number];

interface Wanted {
  /** Of every variant that does not say otherwise. */
  stock?: number;
  /** Minor units; of every variant that does not say otherwise. */
  price?: number;
  /** One for each, by what is special about it. */
  variants?: Partial<NewVariant>[];
  title?: string;
  description?: string;
  /** A category of this name is made where there is none. */
  category?: string;
}

export interface Made {
  id: string;
  handle: string;
  /** The first of `skus`. */
  sku: string;
  skus: string[];
}

/** Before the seed, so that who asks for the newest never meets a product that is another test's. */
const LONG_AGO = Date.UTC(2000, 0, 1);

/** A product of the caller's own, in a category apart from the seed's, with ids that nobody else has. */
export async function product(wanted: Wanted = {}): Promise<Made> {
  const { stock = 50, price = 2500, variants = [{}], category = "made-for-a-test" } = wanted;
  const unique = ulid(LONG_AGO);
  const handle = `test-${unique.toLowerCase()}`;
  const made = variants.map((variant, i) => ({
    sku: `TEST-${unique}-${i}`,
    size: "M",
    color: "Black",
    image: null,
    price,
    compareAtPrice: null,
    stock,
    ...variant,
  }));
  const { title = `Garment ${unique}`, description = "For one test alone." } = wanted;
  const row = { id: `prod_${unique}`, handle, title, description, category };
  const images = [{ url: `/images/${handle}.svg`, alt: title }];
  await load(context(), { categories: [{ handle: category, title: category, position: 1000 }] });
  await load(context(), {
    products: [{ ...row, images, createdAt: new Date().toISOString(), variants: made }],
  });
  const skus = made.map(({ sku }) => sku);
  return { id: row.id, handle, sku: skus[0] ?? "", skus };
}

/** Price and stock as the database has them. An instance that has seen the variant may show older ones for 30 s. */
export async function variant(sku: string): Promise<{ price: number; stock: number }> {
  const [row] = await run("select price, stock from variant where sku = :sku", { sku });
  const [price, stock] = row ?? [];
  if (price === undefined || stock === undefined) throw new Error(`There is no variant ${sku}.`);
  return { price: Number(price), stock: Number(stock) };
}

/** Removes variants from the table of cached values, as if no instance had loaded them. */
export const removeFromCache = (skus: string[]) =>
  writeItems(context(), { deletes: skus.map((sku) => keyOf("variant", sku)) });

/** As the shop itself does it: whoever has not read the variant before sees the new price at once. */
export const setPrice = (sku: string, price: number) => Catalog.change(context(), sku, { price });

export const setStock = (sku: string, stock: number) => Catalog.change(context(), sku, { stock });

/** Rows of plain values: what a test must know of the database that no route tells. */
export async function run(sql: string, values: Record<string, string | number> = {}) {
  const { clusterArn: resourceArn, secretArn, database } = links.Database;
  const parameters = Object.entries(values).map(
    ([name, value]): SqlParameter => ({
      name,
      value: typeof value === "string" ? { stringValue: value } : { longValue: value },
    }),
  );
  const client = new RDSDataClient();
  const request = new ExecuteStatementCommand({ resourceArn, secretArn, database, sql, parameters });
  const { records = [] } = await client.send(request);
  return records.map((fields) => fields.map((field) => Object.values(field)[0] as string | number | boolean));
}
