import * as z from "zod";
import { rows } from "../../aws/postgres.ts";
import { listed, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import type { Position } from "../catalog.rules.ts";
import type { ProductQuery } from "../catalog.schema.ts";
import { FoundProduct, products as productRows, Row } from "./found.sql.ts";
import { orders } from "./order.sql.ts";
import { type Limits, readPage } from "./page.sql.ts";
import { categoriesLike } from "./suggest.sql.ts";

export type { FoundProduct };

export interface FoundPage {
  products: FoundProduct[];
  /** The position of the last product; null if there is no next page. */
  next: Position | null;
  /** What the query's `facets` asks for. */
  counts?: Counts;
}

/** A count that is not exact is a lower bound. */
export interface Counts {
  total: Total;
  category: Values;
  size: Values;
  color: Values;
  price: z.infer<typeof Price>;
}

const Total = z.object({ count: z.int(), exact: z.boolean() });
type Total = z.infer<typeof Total>;
const Value = z.object({ value: z.string().normalize("NFC"), count: z.int() });
const Facet = z.object({ exact: z.boolean() });
type Values = z.infer<typeof Facet> & { values: z.infer<typeof Value>[] };
const Price = z.object({ min: z.int().nullable(), max: z.int().nullable(), exact: z.boolean() });

/**
 * Finds the page of the product list behind the position `after`, in one SQL statement. It reads at most a few thousand rows,
 * however many products there are; counts read more, up to a limit.
 * @example
 * const { products, next } = await findPage(ctx, ProductQuery.parse({ category: ["shirts"], size: ["42"] }), undefined);
 */
export async function findPage(
  ctx: Context,
  query: ProductQuery,
  after: Position | undefined,
  limits?: Partial<Limits>,
): Promise<FoundPage> {
  const found = await readPage(ctx, query, after, limits);
  const all = found.filter(({ kind }) => kind === "product").map(({ doc }) => FoundProduct.parse(doc));
  const products = all.slice(0, query.limit);
  const last = products.at(-1);
  const hasNext = all.length > query.limit && last;
  const next = hasNext ? { id: last.id, price: last.priceFrom, rank: last.rank } : null;
  return query.facets ? { products, next, counts: countsOf(found) } : { products, next };
}

const FoundCategory = z.object({ handle: z.string(), title: z.string() });
type FoundCategory = z.infer<typeof FoundCategory>;

/** The best products and the categories for words that are still being typed, in one SQL statement. */
export async function suggest(
  ctx: Context,
  query: ProductQuery & { q: string },
  limits: { categories: number },
): Promise<{ products: FoundProduct[]; categories: FoundCategory[] }> {
  const found = await readPage(ctx, query, undefined, { beside: categoriesLike(query.q, limits.categories) });
  const docs = (wanted: string) => found.filter(({ kind }) => kind === wanted).map(({ doc }) => doc);
  return {
    products: docs("product").map((doc) => FoundProduct.parse(doc)),
    categories: docs("suggestion").map((doc) => FoundCategory.parse(doc)),
  };
}

function countsOf(found: Row[]): Counts {
  const docs = (kind: string) => found.filter((row) => row.kind === kind).map(({ doc }) => doc);
  const facet = (name: string): Values => ({
    ...Facet.parse(docs(name)[0]),
    values: docs(`${name} value`).map((doc) => Value.parse(doc)),
  });
  return {
    total: Total.parse(docs("total")[0]),
    category: facet("category"),
    size: facet("size"),
    color: facet("color"),
    price: Price.parse(docs("price")[0]),
  };
}

/** The products with these IDs that lists show, in the order of the IDs. */
export async function findByIds(ctx: Context, ids: string[], query: ProductQuery): Promise<FoundProduct[]> {
  const found = await rows(
    ctx,
    Row,
    sql`
      with found as (
        select id, 0 as rank from product where id in (${listed(ids)}) and price_from is not null
      )
      ${productRows(query, orders.newest.orderBy)}`,
  );
  const products = new Map(found.map(({ doc }) => FoundProduct.parse(doc)).map((one) => [one.id, one]));
  return ids.flatMap((id) => products.get(id) ?? []);
}
