import * as z from "zod";
import { instant, json, rows } from "../../aws/postgres.ts";
import { all, listed, type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { Image } from "../catalog.schema.ts";
import { AdminProduct, type AdminProductQuery, Status } from "./product.schema.ts";
import { VariantRow } from "./variant.view.ts";

const { sku, ...variant } = VariantRow.shape;
const ProductRow = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  status: Status,
  images: json(z.array(Image)),
  seo: json(AdminProduct.shape.seo),
  tags: json(z.array(z.string())),
  version: z.int(),
  updatedAt: instant,
  /** Null, like all that follow: the product has no variant. */
  sku: sku.nullable(),
  size: variant.size.nullable(),
  color: variant.color.nullable(),
  price: variant.price.nullable(),
  compareAtPrice: variant.compareAtPrice,
  weight: variant.weight,
  image: variant.image,
  stock: variant.stock.nullable(),
  lowStock: variant.lowStock.nullable(),
});
export type ProductRow = z.infer<typeof ProductRow>;

/** So many rows with the longest texts and images stay below 1 MiB, the Data API's limit for an answer. */
const PART = 250;

/** One row for each variant, in their order. Only the first row has the product's own texts, because a row has 64 KB at most. */
export async function product(ctx: Context, handle: string): Promise<ProductRow[]> {
  const all: ProductRow[] = [];
  for (;;) {
    const part = await readPart(ctx, handle, all.length);
    all.push(...part);
    if (part.length < PART) return all;
  }
}

const readPart = (ctx: Context, handle: string, offset: number) =>
  rows(
    ctx,
    ProductRow,
    sql`
      select p.id, ${first(sql`p.handle`)}, ${first(sql`left(p.title, 255)`)}, ${first(sql`p.description`)},
        ${first(sql`p.category`)}, p.status, ${first(sql`p.images`, "[]")}, ${first(sql`p.seo`, "null")},
        ${first(sql`p.tags`, "[]")}, p.version, p.updated_at, v.sku, left(v.size, 64), left(v.color, 64), v.price,
        v.compare_at_price, v.weight, shown_image(v.image), v.stock, v.low_stock
      from product p left join lateral (
        select *, row_number() over (order by position, sku) as place from variant where product_id = p.id
      ) as v on true
      where p.handle = ${handle} and coalesce(place, 1) > ${offset} and coalesce(place, 1) <= ${offset + PART}
      order by place`,
  );

const first = (value: Sql, other = ""): Sql =>
  other === "" ? sql`case when coalesce(place, 1) = 1 then ${value} else '' end` : firstJson(value, other);

const firstJson = (value: Sql, other: string): Sql =>
  sql`case when coalesce(place, 1) = 1 then coalesce(${value}, 'null') else ${other}::jsonb end`;

const SummaryRow = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  status: Status,
  image: json(Image).nullable(),
  variantCount: z.int(),
  priceFrom: z.int().nullable(),
  stock: z.int(),
  updatedAt: instant,
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** The newest products first, with IDs below `after`. One more than `limit` if there are more. */
export const list = (
  ctx: Context,
  { q, status, category, limit }: AdminProductQuery,
  after: string | undefined,
) => {
  const conditions = [
    ...(after === undefined ? [] : [sql`id < ${after}`]),
    ...(category === undefined ? [] : [sql`category = ${category}`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    // Written out, so that PostgreSQL finds the index of such products.
    ...(status === undefined || status === "active" ? [] : [sql`status <> 'active'`]),
    ...(q === undefined ? [] : [sql`id in (${found(q)})`]),
  ];
  return summaries(
    ctx,
    sql`select * from product where ${all(conditions)} order by id desc limit ${limit + 1}`,
  );
};

/** The products with these handles. */
export const byHandles = (ctx: Context, handles: string[]) =>
  summaries(ctx, sql`select * from product where handle in (${listed(handles)})`);

const summaries = (ctx: Context, products: Sql) =>
  rows(
    ctx,
    SummaryRow,
    sql`
      select p.id, p.handle, left(p.title, 255), p.category, p.status, shown_image(p.images -> 0), v.count, v.price,
        v.stock, p.updated_at
      from (${products}) as p,
        lateral (
          select count(*) as count, min(price) as price, cast(least(coalesce(sum(stock), 0), 9007199254740991) as bigint) as stock
          from variant where product_id = p.id
        ) as v
      order by p.id desc`,
  );

const found = (q: string): Sql => sql`
        select id from product where search @@ (select websearch_to_tsquery('english', fold_accents(${q})))
        union all select id from product where handle = ${q}
        union all select product_id from variant where sku = ${q}`;
