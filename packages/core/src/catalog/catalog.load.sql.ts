import * as z from "zod";
import { execute, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

export interface NewCategory {
  handle: string;
  title: string;
  position: number;
}

export interface NewProduct {
  id: string;
  handle: string;
  title: string;
  description: string;
  category: string;
  images: { url: string; alt: string }[];
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Prices in minor units; in the order in which they are shown. */
  variants: {
    sku: string;
    size: string;
    color: string;
    /** Null: the product's first. */
    image: { url: string; alt: string } | null;
    price: number;
    compareAtPrice: number | null;
    stock: number;
  }[];
}

/** Adds categories and products in one call; what is there already stays as it is. Keep a batch below 1 MB. */
export async function load(
  ctx: Context,
  batch: { categories?: NewCategory[]; products?: NewProduct[] },
): Promise<void> {
  const text = JSON.stringify({ categories: [], products: [], ...batch });
  await execute(
    ctx,
    sql`
      with batch as (
        select ${text}::jsonb as json
      ), categories as (
        insert into category (handle, title, position)
        select handle, title, position
        from batch, jsonb_to_recordset(json -> 'categories') as c(handle text, title text, position integer)
        on conflict do nothing
      ), products as (
        -- With its offer, which the variants' trigger then finds to be right: a second version of each would cost as much again.
        insert into product (
          id, handle, title, description, category, images, updated_at, price_from, available, facets
        )
        select p.id, handle, title, description, p.category, images, "createdAt", price_from, available, facets
        from batch, jsonb_to_recordset(json -> 'products') as p(
          id text, handle text, title text, description text, category text, images jsonb, "createdAt" timestamptz,
          variants jsonb
        ), offer(p.id, p.category, variants)
        on conflict do nothing
      )
      insert into variant (sku, product_id, position, size, color, image, price, compare_at_price, stock)
      select sku, id, position, size, color, image, price, "compareAtPrice", stock
      from batch, jsonb_to_recordset(json -> 'products') as p(id text, variants jsonb),
        rows from (jsonb_to_recordset(variants) as (
          sku text, size text, color text, image jsonb, price bigint, "compareAtPrice" bigint, stock bigint
        )) with ordinality as v(sku, size, color, image, price, "compareAtPrice", stock, position)
      on conflict do nothing`,
    { limitMs: 30_000 },
  );
}

/** Which of these products are there. */
export async function loaded(ctx: Context, ids: string[]): Promise<Set<string>> {
  const found = await rows(
    ctx,
    z.object({ id: z.string() }),
    sql`select id from product where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );
  return new Set(found.map(({ id }) => id));
}

/** Lets the database count what it holds, by which it plans: it would do so by itself, but minutes later. */
export const settle = (ctx: Context) =>
  execute(ctx, sql`analyze category, product, variant`, { limitMs: 45_000 });
