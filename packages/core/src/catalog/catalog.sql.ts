import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { Variant } from "./catalog.rules.ts";
import { Image } from "./catalog.schema.ts";
import { Seo, SizedImage, withSize } from "./product.sql.ts";

const CategoryRow = z.object({
  handle: z.string(),
  title: z.string(),
  productCount: z.int(),
  parent: z.string().nullable(),
  description: z.string(),
  image: json(SizedImage).nullable(),
  seo: json(Seo).nullable(),
});
export type CategoryRow = z.infer<typeof CategoryRow>;

/** The Data API answers with at most 1 MiB. */
const MAX_BYTES = 900_000;
/** What an image's sizes and the names of all fields add to the texts of a category. */
const MORE_BYTES = 1_500;

export const categories = (ctx: Context) =>
  inOrder(ctx, sql`category`, { count: sql`product_count`, parent: sql`parent` });

/** How many of its products shoppers see. Each is looked up: 200 collections of 200 products take a tenth of a second. */
export const shownProducts = sql`(
          select count(*) from unnest(c.products) as listed(id),
            lateral (select from product where id = listed.id and price_from is not null offset 0) as shown
        )`;

/** Their `parent` is null. */
export const collections = (ctx: Context) =>
  inOrder(ctx, sql`collection`, { count: shownProducts, parent: sql`null` });

/** All rows of a table, in their order. One call, unless their texts are too long for one answer. */
async function inOrder(
  ctx: Context,
  table: Sql,
  { count, parent }: { count: Sql; parent: Sql },
): Promise<CategoryRow[]> {
  const all: CategoryRow[] = [];
  for (;;) {
    const found = await rows(
      ctx,
      CategoryRow.extend({ remaining: z.int() }),
      sql`
        select handle, left(title, 255), ${count}, ${parent}, description, ${withSize(sql`shown_image(image)`)}, seo, remaining
        from (
          select *, count(*) over () as remaining, sum(
            octet_length(left(title, 255)) + octet_length(description) + coalesce(octet_length(image::text), 0)
              + coalesce(octet_length(seo::text), 0) + ${MORE_BYTES}
          ) over (order by position, handle) as bytes
          from (select * from ${table} order by position, handle offset ${all.length}) as c
        ) as c
        where bytes <= ${MAX_BYTES}
        order by position, handle`,
    );
    all.push(...found.map(({ remaining: _, ...category }) => category));
    if (found.length === (found[0]?.remaining ?? 0)) return all;
  }
}

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
