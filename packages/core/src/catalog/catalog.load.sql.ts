import * as z from "zod";
import { execute, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { NewCategory, NewCollection, NewProduct } from "./catalog.rules.ts";

export async function insert(
  ctx: Context,
  batch: { categories: NewCategory[]; collections: NewCollection[]; products: NewProduct[] },
): Promise<void> {
  const text = JSON.stringify(batch);
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
      ), collections as (
        insert into collection (handle, title, description, image, position, products)
        select handle, title, description, image, position, products
        from batch, jsonb_to_recordset(json -> 'collections') as c(
          handle text, title text, description text, image jsonb, position integer, products text[]
        )
        on conflict do nothing
      ), products as (
        -- With what offer() finds. Otherwise the trigger on variant would write every product a second time.
        insert into product (
          id, handle, title, description, category, images, updated_at, price_from, available, facets, price_to, compare_at_from, words
        )
        select p.id, handle, title, description, p.category, images, "createdAt", price_from, available, facets, price_to,
          compare_at_from, words
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

export const existing = (ctx: Context, ids: string[]) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`select id from product where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
    { limitMs: 30_000 },
  );

export async function analyze(ctx: Context): Promise<void> {
  await execute(ctx, sql`analyze category, product, variant`, { limitMs: 45_000 });
}
