import * as z from "zod";
import { json, rows } from "../../aws/postgres.ts";
import { sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import * as Audit from "../../merchant/audit.ts";
import { Image } from "../catalog.schema.ts";
import { AdminSeo } from "./fields.schema.ts";

const CategoryRow = z.object({
  handle: z.string(),
  title: z.string(),
  description: z.string(),
  image: json(Image).nullable(),
  position: z.int(),
  parent: z.string().nullable(),
  seo: json(AdminSeo),
  productCount: z.int(),
});

const doc = sql`jsonb_build_object('title', title, 'description', description, 'image', image, 'position', position,
          'parent', parent, 'seo', seo)`;

/** Creates or replaces a category. `text` is the category as JSON. `existed` is false for a new one. */
export const put = (ctx: Context, by: Audit.Author, handle: string, text: string) =>
  rows(
    ctx,
    z.object({ existed: z.boolean(), hasParent: z.boolean() }),
    sql`
      with wanted as materialized (
        select * from jsonb_to_record(${text}::jsonb) as category(
          title text, description text, image jsonb, position integer, parent text, seo jsonb
        )
      ), seen as materialized (
        select * from category where handle = ${handle} for no key update
      ), allowed as materialized (
        select * from wanted
        where (select count(*) from seen) >= 0
          and (parent is null or exists (select from category c where c.handle = wanted.parent))
      ), saved as (
        insert into category as c (handle, title, description, image, position, parent, seo)
        select ${handle}, title, description, image, position, parent, seo from allowed
        on conflict (handle) do update set title = excluded.title, description = excluded.description,
          image = excluded.image, position = excluded.position, parent = excluded.parent, seo = excluded.seo
        where (c.title, c.description, c.image, c.position, c.parent, c.seo) is distinct from
          (excluded.title, excluded.description, excluded.image, excluded.position, excluded.parent, excluded.seo)
        returning *
      ), audit as (${Audit.record(by, { from: sql`saved`, subject: sql`handle`, before: sql`(select ${doc} from seen)`, after: doc })}
      )
      select exists (select from seen), exists (select from allowed)`,
  );

/** Deletes a category. No row: there is no such category. A row without `done`: it has products or categories. */
export const remove = (ctx: Context, by: Audit.Author, handle: string) =>
  rows(
    ctx,
    z.object({ done: z.boolean() }),
    sql`
      with seen as materialized (
        select * from category where handle = ${handle}
      ), removed as (
        delete from category c
        where handle = ${handle} and not exists (select from product where category = ${handle})
          and not exists (select from category below where below.parent = ${handle})
        returning *
      ), audit as (${Audit.record(by, { from: sql`removed`, subject: sql`handle`, before: doc })}
      )
      select exists (select from removed) from seen`,
  );

const columns = sql`handle, left(title, 255), description, image, position, parent, coalesce(seo, 'null'), product_count`;

export const one = (ctx: Context, handle: string) =>
  rows(ctx, CategoryRow, sql`select ${columns} from category where handle = ${handle}`);

/** In their order, after a position. One more than `limit` if there are more. */
export const list = (ctx: Context, after: { position: number; handle: string }, limit: number) =>
  rows(
    ctx,
    CategoryRow,
    sql`
      select ${columns} from category
      where (position, handle) > (${after.position}::integer, ${after.handle})
      order by position, handle
      limit ${limit + 1}`,
  );
