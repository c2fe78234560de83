import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { Image } from "./catalog.schema.ts";

export { products, type SummaryRow } from "./catalog.page.sql.ts";

const ProductRow = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  images: json(z.array(Image)),
  updatedAt: instant,
  sku: z.string(),
  size: z.string(),
  color: z.string(),
  price: z.int(),
  compareAtPrice: z.int().nullable(),
  stock: z.int(),
});
export type ProductRow = z.infer<typeof ProductRow>;

/** A row for each variant. What is long stands in the first alone: the Data API answers with 1 MiB at most, and 64 KB a row. */
export const product = (ctx: Context, handle: string) =>
  rows(
    ctx,
    ProductRow,
    sql`
      select p.id, p.handle, p.title, case place when 1 then p.description else '' end, p.category,
             case place when 1 then p.images else '[]' end, p.updated_at,
             v.sku, v.size, v.color, v.price, v.compare_at_price, v.stock
      from product p, lateral (
        select *, row_number() over (order by position) as place from variant where product_id = p.id
      ) as v
      where p.handle = ${handle}
      order by place`,
  );

const CategoryRow = z.object({ handle: z.string(), title: z.string(), productCount: z.int() });

export const categories = (ctx: Context) =>
  rows(
    ctx,
    CategoryRow,
    sql`
      select handle, title, product_count from category order by position`,
  );

export const Variant = z.object({
  sku: z.string(),
  productId: z.string(),
  productHandle: z.string(),
  title: z.string(),
  size: z.string(),
  color: z.string(),
  image: Image.nullable(),
  price: z.int(),
  stock: z.int(),
});
/** What a cart must know of a variant. `price` in minor units. */
export type Variant = z.infer<typeof Variant>;

export const variants = (ctx: Context, skus: string[]) =>
  rows(
    ctx,
    Variant.extend({ image: json(Image).nullable() }),
    sql`
      select v.sku, p.id, p.handle, p.title, v.size, v.color, coalesce(v.image, p.images -> 0), v.price, v.stock
      from variant v join product p on p.id = v.product_id
      where v.sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`,
  );
