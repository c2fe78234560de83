import * as z from "zod";
import { rows } from "../../aws/postgres.ts";
import { sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import * as Events from "../../events/events.ts";
import * as Audit from "../../merchant/audit.ts";
import { names, variantDoc } from "./product.sql.ts";

const RemoveRow = z.object({
  /** Whether this call has deleted or archived it. */
  done: z.boolean(),
  /** An archived product that was ordered stays as it is. */
  isArchived: z.boolean(),
  skus: names,
});

/**
 * Deletes a product with its variants, or archives it if one of them was ordered. No row: there is no such product. A row
 * with neither: a variant was sold or the product was changed at the same moment.
 */
export const remove = (ctx: Context, by: Audit.Author, handle: string) =>
  rows(
    ctx,
    RemoveRow,
    sql`
      with seen as materialized (
        select * from product where handle = ${handle}
      ), locked as materialized (
        select * from variant where product_id = (select id from seen) order by sku for update
      ), known as materialized (
        select * from variant where product_id = (select id from seen)
      ), found as materialized (
        select seen.*, exists (select from order_line l join known using (sku)) as was_ordered
        from seen
        where not exists (
          -- The stock has changed since this statement began: perhaps by an order, which it cannot see.
          select from locked full join known using (sku) where locked.stock_version is distinct from known.stock_version
        )
      ), archived as (
        update product p set status = 'archived', version = p.version + 1, updated_at = now()
        from found
        where p.id = found.id and p.version = found.version and found.was_ordered and p.status <> 'archived'
        returning p.id, p.handle
      ), deleted as (
        delete from product p using found
        where p.id = found.id and p.version = found.version and not found.was_ordered
        returning p.id, p.handle
      ), variants as (
        delete from variant v using deleted where v.product_id = deleted.id
      ), done as materialized (
        select *, false as is_deleted from archived union all select *, true from deleted
      ), event as (${Events.record(ctx, "product.updated", sql`(select handle as id from done) as done`)}
      ), audit as (${Audit.record(by, {
        from: sql`done, found`,
        subject: sql`found.handle`,
        before: sql`case when is_deleted then jsonb_build_object(
          'title', title, 'status', status, 'category', category,
          'variants', (select coalesce(jsonb_object_agg(sku, ${variantDoc} || jsonb_build_object('stock', stock)), '{}') from known)
        ) else jsonb_build_object('status', status) end`,
        after: sql`case when not is_deleted then jsonb_build_object('status', 'archived') end`,
      })}
      )
      select exists (select from done), exists (select from found where was_ordered and status = 'archived'),
        (select coalesce(jsonb_agg(sku), '[]') from (select sku from known limit 100) as first)
      from seen`,
  );
