import * as z from "zod";
import { json } from "../../aws/postgres.ts";
import { all, type Sql, sql } from "../../aws/sql.ts";
import { Image, type ProductQuery } from "../catalog.schema.ts";
import { ofVariant } from "./filter.sql.ts";

/** Rows of several kinds, so that one statement returns a page and what is counted beside it. */
export const Row = z.object({ kind: z.string(), doc: json(z.unknown()) });
export type Row = z.infer<typeof Row>;

export const FoundProduct = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  image: Image.nullable(),
  priceFrom: z.int(),
  priceTo: z.int(),
  compareAtFrom: z.int().nullable(),
  available: z.boolean(),
  updatedAt: z.string().transform((text) => new Date(text).toISOString()),
  /** In a list by relevance, how well it matches the words: 1 is best. In the merchant's order, its place from 1. Otherwise 0. */
  rank: z.int(),
});
export type FoundProduct = z.infer<typeof FoundProduct>;

/** The rows of the products `found`, which have an `id` and a `rank`, in this order. */
export const products = (query: ProductQuery, orderBy: Sql): Sql => sql`
  select 'product' as kind, jsonb_build_object(
    'id', p.id, 'handle', p.handle, 'title', left(p.title, 255), 'category', p.category, 'image', ${image(query)},
    'priceFrom', p.price_from, 'priceTo', coalesce(p.price_to, p.price_from), 'compareAtFrom', p.compare_at_from,
    'available', p.available, 'updatedAt', p.updated_at, 'rank', found.rank
  ) as doc
  -- "offset 0" keeps this a look-up for each product. Beside the cost of finding them, a scan of the table could seem as cheap.
  from found, lateral (select * from product where id = found.id offset 0) as p
  order by found.rank, ${orderBy}`;

/** The image of the first variant in a selected color, or else the product's first image. */
function image(query: ProductQuery): Sql {
  if (!query.color) return sql`shown_image(p.images -> 0)`;
  return sql`shown_image(coalesce((
      select v.image from variant v
      where v.product_id = p.id and v.image is not null and ${all(ofVariant(query))} order by v.position limit 1
    ), p.images -> 0))`;
}
