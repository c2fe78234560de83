import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { all, type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Position } from "./catalog.rules.ts";
import { Image, type ProductQuery } from "./catalog.schema.ts";

const SummaryRow = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  image: json(Image).nullable(),
  priceFrom: z.int(),
  available: z.boolean(),
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** One product more than the page holds, so that the caller sees whether there is another page. */
export const products = (ctx: Context, query: ProductQuery, after: Position | undefined) =>
  rows(
    ctx,
    SummaryRow,
    sql`
      select p.id, p.handle, p.title, p.category, p.images -> 0, offer.price_from, offer.available
      from product p
      join lateral (
        select min(price) as price_from, bool_or(stock > 0) as available
        from variant where product_id = p.id
      ) offer on offer.price_from is not null
      where ${all([...productFilters(query), ...variantFilter(query), ...(after ? [behind(query.sort, after)] : [])])}
      order by ${order[query.sort]}
      limit ${query.limit + 1}`,
  );

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

export const product = (ctx: Context, handle: string) =>
  rows(
    ctx,
    ProductRow,
    sql`
      select p.id, p.handle, p.title, p.description, p.category, p.images, p.updated_at,
             v.sku, v.size, v.color, v.price, v.compare_at_price, v.stock
      from product p join variant v on v.product_id = p.id
      where p.handle = ${handle}
      order by v.position`,
  );

const CategoryRow = z.object({ handle: z.string(), title: z.string(), productCount: z.int() });

export const categories = (ctx: Context) =>
  rows(
    ctx,
    CategoryRow,
    sql`
      select c.handle, c.title, (select count(*) from product where category = c.handle)
      from category c
      order by c.position`,
  );

export const Variant = z.object({
  sku: z.string(),
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
      select v.sku, p.title, v.size, v.color, coalesce(v.image, p.images -> 0), v.price, v.stock
      from variant v join product p on p.id = v.product_id
      where v.sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`,
  );

function productFilters({ q, category }: ProductQuery): Sql[] {
  return [
    ...(category ? [sql`p.category = ${category}`] : []),
    ...(q ? [sql`p.search @@ websearch_to_tsquery('english', ${q})`] : []),
  ];
}

/** Size, colour, price and stock are asked of one and the same variant: "M, red, in stock" is a garment you can buy. */
function variantFilter({ size, color, priceMin, priceMax, inStock }: ProductQuery): Sql[] {
  const wanted = [
    ...(size ? [sql`lower(size) = lower(${size})`] : []),
    ...(color ? [sql`lower(color) = lower(${color})`] : []),
    ...(priceMin === undefined ? [] : [sql`price >= ${priceMin}`]),
    ...(priceMax === undefined ? [] : [sql`price <= ${priceMax}`]),
    ...(inStock ? [sql`stock > 0`] : []),
  ];
  return wanted.length > 0
    ? [sql`exists (select from variant where product_id = p.id and ${all(wanted)})`]
    : [];
}

const order = {
  newest: sql`p.id desc`,
  price: sql`offer.price_from, p.id`,
  "-price": sql`offer.price_from desc, p.id desc`,
};

const behind = (sort: ProductQuery["sort"], { id, price }: Position): Sql =>
  ({
    newest: sql`p.id < ${id}`,
    price: sql`(offer.price_from, p.id) > (${price}, ${id})`,
    "-price": sql`(offer.price_from, p.id) < (${price}, ${id})`,
  })[sort];
