import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { Variant } from "./catalog.rules.ts";
import { Image } from "./catalog.schema.ts";

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

/** So many rows with the longest texts stay below 1 MiB, the Data API's limit for an answer. */
const PART = 500;

/** Reads all rows, with one call for each `PART` of them. */
async function inParts<R>(read: (offset: number) => Promise<R[]>): Promise<R[]> {
  const all: R[] = [];
  for (;;) {
    const part = await read(all.length);
    all.push(...part);
    if (part.length < PART) return all;
  }
}

/**
 * One row for each variant, in the order in which they are shown. Only the first row has the product's own texts. Texts from
 * before today's limits are cut. No row if the product is not active.
 */
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
        where p.handle = ${handle} and p.status = 'active' and place > ${offset} and place <= ${offset + PART}
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

/** Variants of active products: shoppers neither see nor buy others. */
export const variants = (ctx: Context, skus: string[]) =>
  rows(
    ctx,
    Variant.extend({ image: json(Image).nullable() }),
    sql`
      select v.sku, p.id, p.handle, left(p.title, 255), left(v.size, 64), left(v.color, 64),
             shown_image(coalesce(v.image, p.images -> 0)), v.price, v.stock
      from variant v join product p on p.id = v.product_id
      where p.status = 'active' and v.sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`,
  );
