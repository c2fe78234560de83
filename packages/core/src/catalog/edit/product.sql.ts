import * as z from "zod";
import { json, rows } from "../../aws/postgres.ts";
import { type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import * as Events from "../../events/events.ts";
import { type Match, matches } from "../../match.sql.ts";
import * as Audit from "../../merchant/audit.ts";

export const names = json(z.array(z.string()));
const PutRow = z.object({
  saved: z.boolean(),
  /** Whether the product existed before. */
  existed: z.boolean(),
  /** The product was as wanted before, so nothing was written. */
  isSame: z.boolean(),
  /** Whether its version was allowed. */
  matched: z.boolean(),
  hasCategory: z.boolean(),
  /** A redirect has the handle, and shoppers would see the product instead of it. */
  hidesRedirect: z.boolean(),
  /** Wanted SKUs that belong to another product: the first 20. */
  takenSkus: names,
  /** Variants that are missing in the wanted product, but still have stock: the first 20. */
  stockedSkus: names,
  /** The handle that the product had until now, if this call has renamed it. */
  renamedFrom: z.string().nullable(),
  /** SKUs that shoppers may now see differently: the first 100. A cart shows its product's title and image too. */
  changedSkus: names,
});

export interface Write {
  id: string;
  handle: string;
  formerHandle: string | undefined;
  text: string;
  match: Match;
}

/** A variant as the audit log shows it. Two variants are the same if these are. */
export const variantDoc = sql`jsonb_build_object('position', position, 'size', size, 'color', color, 'price', price,
          'compareAtPrice', compare_at_price, 'weight', weight)`;

/** The changed fields and variants, for the audit log. `side`: `before` or `after`. */
const changes = (side: Sql): Sql => sql`(
          select coalesce(jsonb_object_agg(key, ${side}), '{}') from field
        ) || (
          select case count(*) when 0 then '{}' else jsonb_build_object('variants', jsonb_object_agg(sku, ${side})) end
          from difference
        )`;

/** The handle, if the product is renamed. */
const name = (of: Sql): Sql => sql`(
          select case when exists (select from former) then jsonb_build_object('handle', max(handle)) else '{}' end from ${of} as named
        )`;

/**
 * Creates or replaces a product with its variants, in one statement. `text` is the product as JSON, `id` its ID if it is new. If
 * there is no product with this handle, the one with `formerHandle` is renamed.
 * Variants that stay keep their stock and image. If nothing was saved and `isSame` is false, a field of the row tells
 * why; if none does, another request has changed the product at the same moment.
 */
export const put = (ctx: Context, by: Audit.Author, { id, handle, formerHandle, text, match }: Write) =>
  rows(
    ctx,
    PutRow,
    sql`
      with input as materialized (
        select ${text}::jsonb as doc
      ), wanted as materialized (
        select v.* from input, rows from (
          jsonb_to_recordset(doc -> 'variants') as (
            sku text, size text, color text, price integer, "compareAtPrice" integer, weight integer
          )
        ) with ordinality as v(sku, size, color, price, compare_at_price, weight, position)
      ), seen as materialized (
        select *, jsonb_build_object('title', title, 'description', description, 'category', category, 'status', status,
          'images', images, 'seo', seo, 'tags', tags) as doc
        from product
        where handle = ${handle} or (
          handle = ${formerHandle ?? null}::text and not exists (select from product where handle = ${handle})
        )
      ), former as materialized (
        select handle from seen where handle <> ${handle}
      ), hidden as materialized (
        select from redirect, input
        where handle = ${handle} and not exists (select from former)
          and (not exists (select from seen) or (
            doc ->> 'status' = 'active' and not exists (select from seen where status = 'active')
          ))
      ), locked as materialized (
        -- Before the product, and in the order of SKUs, as orders do: so nobody deadlocks.
        select * from variant where product_id = (select id from seen) order by sku for update
      ), taken as materialized (
        select sku from wanted join variant v using (sku) where v.product_id is distinct from (select id from seen)
      ), stocked as materialized (
        select sku from locked where stock > 0 and not exists (select from wanted where wanted.sku = locked.sku)
      ), field as materialized (
        select key, old.value as before, new.value as after
        from (select each.* from input, jsonb_each(doc - 'variants') as each) as new
        full join (select each.* from seen, jsonb_each(seen.doc) as each) as old using (key)
        where old.value is distinct from new.value
      ), difference as materialized (
        select sku, old.doc as before, new.doc as after
        from (select sku, ${variantDoc} as doc from locked) as old
        full join (select sku, ${variantDoc} as doc from wanted) as new using (sku)
        where old.doc is distinct from new.doc
      ), allowed as materialized (
        select doc from input
        where (select count(*) from locked) >= 0 and not exists (select from taken)
          and not exists (select from stocked)
          and not exists (select from hidden)
          and exists (select from category where handle = doc ->> 'category')
          and ${matches(match, sql`(select version from seen)`)}
          and (exists (select from field) or exists (select from difference) or exists (select from former))
      ), created as (
        insert into product (id, handle, title, description, category, status, images, seo, tags)
        select ${id}, ${handle}, doc ->> 'title', doc ->> 'description', doc ->> 'category', doc ->> 'status',
          doc -> 'images', nullif(doc -> 'seo', 'null'), doc -> 'tags'
        from allowed where not exists (select from seen)
        on conflict (handle) do nothing
        returning id, handle
      ), replaced as (
        -- No row if another request has changed the product since this statement began.
        update product p set handle = ${handle}, title = allowed.doc ->> 'title', description = allowed.doc ->> 'description',
          category = allowed.doc ->> 'category', status = allowed.doc ->> 'status', images = allowed.doc -> 'images',
          seo = nullif(allowed.doc -> 'seo', 'null'), tags = allowed.doc -> 'tags',
          version = p.version + 1, updated_at = now()
        from allowed, seen
        where p.id = seen.id and p.version = seen.version
        returning p.id, p.handle
      ), saved as materialized (
        select * from created union all select * from replaced
      ), removed as (
        delete from variant v using saved
        where v.product_id = saved.id and not exists (select from wanted where wanted.sku = v.sku)
      ), edited as (
        update variant v set position = w.position, size = w.size, color = w.color, price = w.price,
          compare_at_price = w.compare_at_price, weight = w.weight
        from wanted w, difference d, saved
        where v.sku = w.sku and d.sku = w.sku and v.product_id = saved.id
      ), added as (
        insert into variant (sku, product_id, position, size, color, price, compare_at_price, weight, stock)
        select sku, saved.id, position, size, color, price, compare_at_price, weight, 0
        from wanted, saved
        where not exists (select from locked where locked.sku = wanted.sku)
        order by sku
      ), renamed as materialized (
        select former.handle, saved.handle as target from saved, former
      ), no_redirect as (
        -- Of the handle that the product gets. It would lead the product's visitors away.
        delete from redirect using renamed where redirect.handle = renamed.target
      ), led as (
        insert into redirect (handle, target)
        select handle, target from renamed
        union all
        select r.handle, n.target from redirect r join renamed n on r.target = n.handle where r.handle <> n.target
        on conflict (handle) do update set target = excluded.target, updated_at = now()
      ), event as (${Events.record(ctx, "product.updated", sql`(select handle as id from saved) as saved`)}
      ), audit as (${Audit.record(by, {
        from: sql`saved`,
        subject: sql`handle`,
        before: sql`case when exists (select from seen) then ${changes(sql`before`)} || ${name(sql`former`)} end`,
        after: sql`${changes(sql`after`)} || ${name(sql`saved`)}`,
      })}
      )
      select exists (select from saved), exists (select from seen),
        exists (select from seen) and not exists (select from field) and not exists (select from difference)
          and not exists (select from former),
        ${matches(match, sql`(select version from seen)`)},
        exists (select from category, input where handle = doc ->> 'category'),
        exists (select from hidden),
        (select coalesce(jsonb_agg(sku), '[]') from (select sku from taken order by sku limit 20) as first),
        (select coalesce(jsonb_agg(sku), '[]') from (select sku from stocked order by sku limit 20) as first),
        (select handle from renamed),
        (
          select coalesce(jsonb_agg(sku), '[]') from (
            select sku from difference
            union select sku from locked where exists (select from field) or exists (select from former)
            limit 100
          ) as first
        )`,
    { limitMs: PUT_MS },
  );

/** A product with 1,000 variants takes longer than other statements. */
const PUT_MS = 8_000;
