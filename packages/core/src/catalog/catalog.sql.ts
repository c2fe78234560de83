import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
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
  size: z.string().normalize("NFC"),
  color: z.string().normalize("NFC"),
  price: z.int(),
  compareAtPrice: z.int().nullable(),
  stock: z.int(),
});
export type ProductRow = z.infer<typeof ProductRow>;

/** So many rows of a product or of the categories, each with the longest texts that fit, are below the Data API's 1 MiB. */
const PART = 500;

/** Reads all rows, `PART` of them a call. */
async function inParts<R>(read: (offset: number) => Promise<R[]>): Promise<R[]> {
  const all: R[] = [];
  for (;;) {
    const part = await read(all.length);
    all.push(...part);
    if (part.length < PART) return all;
  }
}

/** A row for each variant. Only the first row has the product's own texts. Texts that are longer than today's limits are cut. */
export const product = (ctx: Context, handle: string) =>
  inParts((offset) =>
    rows(
      ctx,
      ProductRow,
      sql`
        select p.id, ${first(sql`p.handle`)}, ${first(sql`left(p.title, 255)`)}, ${first(sql`p.description`)},
               ${first(sql`p.category`)}, case place when 1 then p.images else '[]' end, p.updated_at,
               v.sku, left(v.size, 64), left(v.color, 64), v.price, v.compare_at_price, v.stock
        from product p, lateral (
          select *, row_number() over (order by position, sku) as place from variant where product_id = p.id
        ) as v
        where p.handle = ${handle} and place > ${offset} and place <= ${offset + PART}
        order by place`,
    ),
  );

const first = (text: Sql): Sql => sql`case place when 1 then ${text} else '' end`;

const CategoryRow = z.object({ handle: z.string(), title: z.string(), productCount: z.int() });

export const categories = (ctx: Context) =>
  inParts((offset) =>
    rows(
      ctx,
      CategoryRow,
      sql`
        select handle, left(title, 255), product_count from category
        order by position, handle offset ${offset} limit ${PART}`,
    ),
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
      select v.sku, p.id, p.handle, left(p.title, 255), left(v.size, 64), left(v.color, 64),
             shown_image(coalesce(v.image, p.images -> 0)), v.price, v.stock
      from variant v join product p on p.id = v.product_id
      where v.sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`,
  );
